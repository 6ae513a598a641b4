using Liwan.OperatorPage.Cluster;

namespace Liwan.AppHost.Local;

/// <summary>What a process wrote last, kept for who looks at it, and for the case that it fails.</summary>
internal sealed class LastLines
{
    private const int Kept = 2_000;
    private const int KeptCharacters = 1 << 20;
    private const int Shown = 15;
    private const string UnhandledException = "Unhandled exception";

    private readonly Queue<ConsoleLine> _lines = new();
    private readonly Lock _access = new();
    private long _count;
    private int _characters;

    /// <summary>Adds a line and forgets the oldest when there are too many.</summary>
    public void Add(string line)
    {
        lock (_access)
        {
            _lines.Enqueue(new ConsoleLine(++_count, line));
            _characters += line.Length;
            while (_lines.Count > Kept || _characters > KeptCharacters)
            {
                _characters -= _lines.Dequeue().Text.Length;
            }
        }
    }

    /// <summary>The lines that came after the one with a number, as far as they are kept.</summary>
    public IReadOnlyList<ConsoleLine> After(long number)
    {
        lock (_access)
        {
            return [.. _lines.Where(line => line.Number > number)];
        }
    }

    /// <summary>
    /// The lines that most likely tell why the process failed: those from its last unhandled exception on, or else its last ones.
    /// </summary>
    public IReadOnlyList<string> Excerpt()
    {
        lock (_access)
        {
            var lines = _lines.Select(line => line.Text).ToList();
            var exception = lines.FindLastIndex(line => line.StartsWith(UnhandledException, StringComparison.Ordinal));
            return exception >= 0 ? lines.Skip(exception).Take(Shown).ToList() : lines.TakeLast(Shown).ToList();
        }
    }
}
