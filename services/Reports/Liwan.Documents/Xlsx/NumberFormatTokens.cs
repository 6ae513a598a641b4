using System.Buffers;

namespace Liwan.Documents.Xlsx;

/// <summary>What a piece of a number format stands for.</summary>
internal enum FormatPiece
{
    Literal,
    Digit,
    Point,
    Comma,
    Percent,
    Exponent,
    General,
    Text,
    Date,
    Elapsed,
    HalfDay,
}

/// <summary>A piece of a number format with its characters.</summary>
internal readonly record struct FormatToken(FormatPiece Piece, string Text);

/// <summary>Takes the code of a number format apart.</summary>
internal static class NumberFormatTokens
{
    private static readonly string[] GeneralNames = ["General", "G/通用格式"];

    private static readonly string[] HalfDayNames = ["AM/PM", "A/P", "上午/下午"];

    private static readonly SearchValues<char> ElapsedLetters = SearchValues.Create("hHmMsS");

    /// <summary>The sections of a format, for positive numbers, negative ones, zero and text.</summary>
    public static List<List<FormatToken>> Sections(string code)
    {
        var sections = new List<List<FormatToken>> { new() };
        int i = 0;
        while (i < code.Length)
        {
            if (code[i] == ';')
            {
                sections.Add([]);
                i++;
            }
            else
            {
                i += Next(code, i, sections[^1]);
            }
        }

        return sections;
    }

    /// <summary>Adds the piece at a place and says how many characters it takes.</summary>
    private static int Next(string code, int at, List<FormatToken> tokens)
    {
        if (Named(code, at, GeneralNames, FormatPiece.General, tokens) is > 0 and int general)
        {
            return general;
        }

        if (Named(code, at, HalfDayNames, FormatPiece.HalfDay, tokens) is > 0 and int halfDay)
        {
            return halfDay;
        }

        char c = code[at];
        switch (c)
        {
            case '"':
                int close = code.IndexOf('"', at + 1);
                close = close < 0 ? code.Length : close;
                tokens.Add(new(FormatPiece.Literal, code[(at + 1)..close]));
                return close - at + 1;
            case '\\' or '!':
                tokens.Add(new(FormatPiece.Literal, at + 1 < code.Length ? code[at + 1].ToString() : ""));
                return 2;
            case '_':
                // A space as wide as the next character; a person sees nothing.
                return 2;
            case '*':
                return 2;
            case '[':
                return Bracket(code, at, tokens);
            case 'E' or 'e' when at + 1 < code.Length && code[at + 1] is '+' or '-':
                tokens.Add(new(FormatPiece.Exponent, code[at..(at + 2)]));
                return 2;
            default:
                return Simple(code, at, tokens);
        }
    }

    private static int Named(string code, int at, string[] names, FormatPiece piece, List<FormatToken> tokens)
    {
        foreach (string name in names)
        {
            if (string.Compare(code, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                tokens.Add(new(piece, name));
                return name.Length;
            }
        }

        return 0;
    }

    private static int Bracket(string code, int at, List<FormatToken> tokens)
    {
        int close = code.IndexOf(']', at);
        if (close < 0)
        {
            return code.Length - at;
        }

        string inside = code[(at + 1)..close];
        if (inside.Length > 0 && inside.AsSpan().IndexOfAnyExcept(ElapsedLetters) < 0)
        {
            tokens.Add(new(FormatPiece.Elapsed, inside.ToLowerInvariant()));
        }
        else if (inside.StartsWith('$'))
        {
            // [$¥-804]: a currency sign and the language it belongs to.
            int dash = inside.IndexOf('-', StringComparison.Ordinal);
            tokens.Add(new(FormatPiece.Literal, dash < 0 ? inside[1..] : inside[1..dash]));
        }

        return close - at + 1;
    }

    private static int Simple(string code, int at, List<FormatToken> tokens)
    {
        char c = char.ToLowerInvariant(code[at]);
        int length = 1;
        if (c is 'y' or 'm' or 'd' or 'h' or 's' or 'a' or 'e')
        {
            while (at + length < code.Length && char.ToLowerInvariant(code[at + length]) == c)
            {
                length++;
            }

            tokens.Add(new(FormatPiece.Date, new string(c, length)));
            return length;
        }

        FormatPiece piece = c switch
        {
            '0' or '#' or '?' => FormatPiece.Digit,
            '.' => FormatPiece.Point,
            ',' => FormatPiece.Comma,
            '%' => FormatPiece.Percent,
            '@' => FormatPiece.Text,
            _ => FormatPiece.Literal,
        };
        tokens.Add(new(piece, code[at].ToString()));
        return length;
    }
}
