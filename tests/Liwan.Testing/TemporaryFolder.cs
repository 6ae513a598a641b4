namespace Liwan.Testing;

/// <summary>A folder of its own for a test, gone after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder.</summary>
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("liwan-test-").FullName;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The path of a file in it.</summary>
    /// <param name="name">The name of the file.</param>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A process that is still ending may hold a file; the system clears its temporary folder.
        }
    }
}
