using System.Globalization;
using System.Text;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>The texts of a form: CRLF becomes LF, nothing else changes; control characters are refused.</summary>
public static class FormText
{
    /// <summary>Limit of names and labels, characters.</summary>
    public const int NameLimit = 200;

    /// <summary>Limit of what one cell of a row holds, characters.</summary>
    public const int CellLimit = 2000;

    /// <summary>Limit of the long texts, characters.</summary>
    public const int LongLimit = 20000;

    /// <summary>Returns the text as it is stored.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="field">Field path of the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="limit">The most characters (Unicode code points) it may have.</param>
    /// <param name="required">Whether it must hold something besides white space.</param>
    public static string Read(Violations violations, string field, string text, int limit, bool required = false)
    {
        ArgumentNullException.ThrowIfNull(violations);
        ArgumentNullException.ThrowIfNull(text);
        var normal = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (required && string.IsNullOrWhiteSpace(normal))
        {
            violations.Add(field, ErrorCatalogue.FieldRequired);
        }

        var count = 0;
        foreach (var rune in normal.EnumerateRunes())
        {
            count++;
            if (IsRefused(rune))
            {
                violations.Add(
                    field,
                    ErrorCatalogue.TextControlCharacter,
                    ("value", string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}")),
                    ("position", count.ToString(CultureInfo.InvariantCulture)));
                break;
            }
        }

        if (count > limit)
        {
            violations.Add(
                field,
                ErrorCatalogue.TextTooLong,
                ("value", count.ToString(CultureInfo.InvariantCulture)),
                ("limit", limit.ToString(CultureInfo.InvariantCulture)));
        }

        return normal;
    }

    // EnumerateRunes turns a lone surrogate into U+FFFD, which no filer types.
    private static bool IsRefused(Rune rune) =>
        rune.Value is not ('\t' or '\n') && (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control || rune.Value is 0xFFFD or 0xFFFE or 0xFFFF);
}
