namespace Liwan.Documents.Fonts;

/// <summary>Where else to look for a font.</summary>
public sealed record FontOptions
{
    /// <summary>A .ttf or .ttc file, or a folder that holds such files; used when the font restored at build is not there.</summary>
    public string? Path { get; init; }
}
