namespace Liwan.Documents.Fonts;

/// <summary>Characters that Unicode makes invisible when a font has no glyph for them (default ignorable): they take no room and are never reported as missing.</summary>
internal static class InvisibleCharacters
{
    public static bool Contains(int codePoint) => codePoint is
        0x00AD or 0x034F or 0x061C or (>= 0x180B and <= 0x180F)
        or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F)
        or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or (>= 0xE0000 and <= 0xE0FFF);
}
