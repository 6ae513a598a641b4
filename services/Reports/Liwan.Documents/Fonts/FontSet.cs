using System.Buffers;
using System.Globalization;
using System.Text;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Fonts;

/// <summary>The faces documents are set in. Found once and shared: immutable and thread-safe.</summary>
public sealed class FontSet
{
    // Nearly every text has nothing else.
    private readonly SearchValues<char> _held;

    internal FontSet(FontFace regular, FontFace bold, string sha256)
    {
        Regular = regular;
        Bold = bold;
        Sha256 = sha256;
        _held = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Where(character => regular.Has(character) && bold.Has(character)).Select(character => (char)character)]);
    }

    /// <summary>The family's name, such as Noto Serif SC.</summary>
    public string Family => Regular.Family;

    /// <summary>A SHA-256 over the font files in use, in lower-case hexadecimal. Documents made with fonts of the same hash and the same build are the same bytes.</summary>
    public string Sha256 { get; }

    internal FontFace Regular { get; }

    /// <summary>The bold face; the regular one where the family has no bold.</summary>
    internal FontFace Bold { get; }

    /// <summary>Finds a font: the one restored at build beside this assembly, then <see cref="FontOptions.Path"/>, then a TrueType CJK font of the system.</summary>
    /// <exception cref="FontUnavailableException">None of them has a usable font.</exception>
    public static FontSet Locate(FontOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new FontLocator().Locate(options);
    }

    /// <summary>The characters of <paramref name="text"/> that print as 〓 because the font lacks them, each once, in order.</summary>
    public IReadOnlyList<string> MissingCharacters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int first = text.AsSpan().IndexOfAnyExcept(_held);
        if (first < 0)
        {
            return [];
        }

        List<string>? missing = null;
        HashSet<Rune>? seen = null;
        foreach (Rune rune in text.AsSpan(first).EnumerateRunes())
        {
            // Line breaks and tabs are layout, not glyphs.
            if (rune.Value == '\t' || LineBreaker.IsLineBreak(rune.Value) || (Regular.Has(rune.Value) && Bold.Has(rune.Value)))
            {
                continue;
            }

            if ((seen ??= []).Add(rune))
            {
                (missing ??= []).Add(rune.ToString());
            }
        }

        return missing ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Names the font, for logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Family} ({Sha256[..12]})");
}
