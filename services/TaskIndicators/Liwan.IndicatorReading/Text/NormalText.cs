using System.Text;

namespace Liwan.IndicatorReading;

/// <summary>
/// A text as the reader sees it: full-width forms made narrow, variants of operators and dashes made one, blanks and
/// invisible characters gone, with the way back to the places of the original.
/// </summary>
internal sealed class NormalText
{
    /// <summary>Beyond it nothing is read: no cell of a form is that long.</summary>
    public const int Limit = 20_000;

    private readonly char[] _characters;
    private readonly int[] _origins;

    private NormalText(char[] characters, int[] origins, int length, int originalLength)
    {
        _characters = characters;
        _origins = origins;
        Length = length;
        OriginalLength = originalLength;
    }

    public int Length { get; }

    /// <summary>The length of the original in code points.</summary>
    public int OriginalLength { get; }

    public bool IsTooLong => OriginalLength > Limit;

    public char this[int i] => i >= 0 && i < Length ? _characters[i] : '\0';

    public ReadOnlySpan<char> Text => _characters.AsSpan(0, Length);

    public ReadOnlySpan<char> From(int start) => _characters.AsSpan(start, Length - start);

    public static NormalText Of(string text)
    {
        // A gap takes the place of what was left out, so none is longer than the original.
        var characters = new char[Math.Min(text.Length, 2 * Limit)];
        var origins = new int[characters.Length];
        var length = 0;
        var position = 0;
        var gap = false;
        for (var i = 0; i < text.Length;)
        {
            var character = text[i];
            var isPlain = character is >= '\u4E00' and <= '\u9FFF' or > ' ' and <= '~';
            var taken = 1;
            if (!isPlain)
            {
                Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out taken);
                // No character that the reader knows takes two; a mark that it is none.
                character = !rune.IsBmp ? '\uFFFD' : IsNothing(rune) ? '\0' : Normal((char)rune.Value);
            }

            i += taken;
            position++;
            if (position > Limit || character == '\0')
            {
                gap = true;
                continue;
            }

            if (gap && length > 0 && char.IsAsciiDigit(character) && char.IsAsciiDigit(characters[length - 1]))
            {
                // Digits with a gap between them are two numbers.
                (characters[length], origins[length]) = (' ', position - 1);
                length++;
            }

            (characters[length], origins[length]) = (character, position - 1);
            length++;
            gap = false;
        }

        return new NormalText(characters, origins, length, position);
    }

    /// <summary>The place in the original, in code points, of a stretch of this text.</summary>
    public TextSpan Span(int start, int end) => start >= end ? default : new TextSpan(_origins[start], _origins[end - 1] + 1);

    public bool StartsWith(int start, string word) => start >= 0 && start <= Length && From(start).StartsWith(word, StringComparison.Ordinal);

    public bool EndsWith(int end, string word) => end >= word.Length && Text[..end].EndsWith(word, StringComparison.Ordinal);

    public bool Contains(string word) => Text.Contains(word, StringComparison.Ordinal);

    private static bool IsNothing(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control
            or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.NonSpacingMark;

    private static char Normal(char character) => character switch
    {
        // A full-width comma parts clauses, a narrow one may part thousands.
        '，' => '，',
        >= '\uFF01' and <= '\uFF5E' => Normal((char)(character - 0xFEE0)),
        '≧' or '⩾' => '≥',
        '≦' or '⩽' => '≤',
        '═' or '﹦' => '=',
        '﹥' => '>',
        '﹤' => '<',
        '﹪' => '%',
        '∼' or '〜' or '˜' => '~',
        '—' or '–' or '−' or '‐' or '‑' or '―' or '─' or '━' => '-',
        '×' or '✕' or '∗' or '✖' => '*',
        '÷' or '∕' or '⁄' => '/',
        '〇' => '〇',
        _ => character,
    };
}
