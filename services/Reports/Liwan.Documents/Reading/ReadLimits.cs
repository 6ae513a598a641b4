namespace Liwan.Documents.Reading;

/// <summary>What a file may cost to read. A file beyond one of these is refused, whatever it holds.</summary>
public sealed record ReadLimits
{
    /// <summary>Bytes of the file.</summary>
    public long MaxBytes { get; init; } = 20 << 20;

    /// <summary>Bytes of all its parts, inflated.</summary>
    public long MaxInflatedBytes { get; init; } = 64 << 20;

    /// <summary>Parts of a package, or objects of a PDF.</summary>
    public int MaxParts { get; init; } = 100_000;

    /// <summary>Pages of a PDF.</summary>
    public int MaxPages { get; init; } = 500;

    /// <summary>Rows of a table.</summary>
    public int MaxRows { get; init; } = 5_000;

    /// <summary>Columns of a table.</summary>
    public int MaxColumns { get; init; } = 200;

    /// <summary>Characters of all texts.</summary>
    public int MaxCharacters { get; init; } = 4_000_000;

    /// <summary>Elements of XML within one another, or dictionaries and arrays of a PDF.</summary>
    public int MaxNesting { get; init; } = 200;

    /// <summary>How long reading may take.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(20);
}
