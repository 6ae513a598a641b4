using System.Collections.Frozen;
using System.Globalization;

namespace Liwan.Documents.Docx;

/// <summary>The symbols that Word inserts by their place in a symbol font instead of by their character.</summary>
internal static class WordSymbols
{
    private static readonly FrozenDictionary<(string Font, int Code), char> Known = new Dictionary<(string, int), char>
    {
        [("Symbol", 0xA3)] = '≤',
        [("Symbol", 0xB0)] = '°',
        [("Symbol", 0xB1)] = '±',
        [("Symbol", 0xB3)] = '≥',
        [("Symbol", 0xB4)] = '×',
        [("Symbol", 0xB7)] = '•',
        [("Symbol", 0xB8)] = '÷',
        [("Symbol", 0xB9)] = '≠',
        [("Symbol", 0xBB)] = '≈',
        [("Symbol", 0xA5)] = '∞',
        [("Symbol", 0xD6)] = '√',
        [("Symbol", 0xE5)] = '∑',
        [("Wingdings", 0x6F)] = '□',
        [("Wingdings", 0xA8)] = '□',
        [("Wingdings", 0x6C)] = '●',
        [("Wingdings", 0x6E)] = '■',
        [("Wingdings", 0xFB)] = '✗',
        [("Wingdings", 0xFC)] = '✓',
        [("Wingdings", 0xFD)] = '☒',
        [("Wingdings", 0xFE)] = '☑',
        [("Wingdings 2", 0x50)] = '✓',
        [("Wingdings 2", 0x52)] = '☑',
        [("Wingdings 2", 0xA3)] = '□',
    }.ToFrozenDictionary();

    /// <summary>The character of the symbol at a hexadecimal code in a font; U+FFFD where there is none.</summary>
    public static char Character(string? font, string? code)
    {
        if (!ushort.TryParse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ushort value) || value < ' ' || char.IsSurrogate((char)value))
        {
            return '\uFFFD';
        }

        // Codes of symbol fonts are given in the private area from F000 on.
        return Known.TryGetValue((font ?? "", value & 0xFF), out char known) && value is < 0x100 or >= 0xF000 and <= 0xF0FF ? known : (char)value;
    }
}
