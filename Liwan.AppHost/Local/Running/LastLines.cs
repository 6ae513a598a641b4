namespace Liwan.AppHost.Local;

/// <summary>What a process wrote last, kept for the case that it fails.</summary>
internal sealed class LastLines
{
    private const int Kept = 200;
    private const int Shown = 15;
    private const string UnhandledException = "Unhandled exception";

    private readonly Queue<string> _lines = new();
    private readonly Lock _access = new();

    /// <summary>Adds a line and forgets the oldest when there are too many.</summary>
    public void Add(string line)
    {
        lock (_access)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }
        }
    }

    /// <summary>
    /// The lines that most likely tell why the process failed: those from its last unhandled exception on, or else its last ones.
    /// </summary>
    public IReadOnlyList<string> Excerpt()
    {
        lock (_access)
        {
            var lines = _lines.ToList();
            var exception = lines.FindLastIndex(line => line.StartsWith(UnhandledException, StringComparison.Ordinal));
            return exception >= 0 ? lines.Skip(exception).Take(Shown).ToList() : lines.TakeLast(Shown).ToList();
        }
    }
}
