using System.Text;

namespace Liwan.Documents.Fonts;

/// <summary>Reads a font's family and PostScript name from its name table.</summary>
internal static class FontNames
{
    private const int FamilyId = 1;
    private const int PostScriptId = 6;
    private const int TypographicFamilyId = 16;
    private const int EnglishUnitedStates = 0x0409;
    private const int MaxPostScriptName = 63;

    public static (string Family, string PostScriptName) Read(FontData? table)
    {
        string family = "";
        string typographic = "";
        string postScript = "";
        if (table is { } names)
        {
            int count = names.U16(2);
            int strings = names.U16(4);
            for (int i = 0; i < count; i++)
            {
                int record = 6 + (12 * i);
                bool windowsEnglish = names.U16(record) == 3 && names.U16(record + 4) == EnglishUnitedStates;
                if (!windowsEnglish)
                {
                    continue;
                }

                string text = Encoding.BigEndianUnicode.GetString(names.Bytes(strings + names.U16(record + 10), names.U16(record + 8)));
                switch (names.U16(record + 6))
                {
                    case FamilyId:
                        family = text;
                        break;
                    case PostScriptId:
                        postScript = text;
                        break;
                    case TypographicFamilyId:
                        typographic = text;
                        break;
                }
            }
        }

        string chosen = typographic.Length > 0 ? typographic : family.Length > 0 ? family : "Unnamed";
        return (chosen, PdfSafe(postScript.Length > 0 ? postScript : chosen));
    }

    private static string PdfSafe(string name)
    {
        string safe = string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(MaxPostScriptName));
        return safe.Length > 0 ? safe : "Unnamed";
    }
}
