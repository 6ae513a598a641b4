namespace Liwan.Reports.Archive;

/// <summary>Wakes the archivist when there is work; many calls wake it once.</summary>
internal sealed class ArchiveSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already.
        }
    }

    /// <summary>Waits until it is raised, or for the time given.</summary>
    public Task WaitAsync(TimeSpan most, CancellationToken cancellationToken) => _raised.WaitAsync(most, cancellationToken);

    public void Dispose() => _raised.Dispose();
}
