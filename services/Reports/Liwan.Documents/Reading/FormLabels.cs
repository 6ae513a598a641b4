using System.Text;

namespace Liwan.Documents.Reading;

/// <summary>The labels of the form, as others write them: with spaces, line breaks, full-width letters, brackets and units.</summary>
internal static class FormLabels
{
    /// <summary>Whether a cell of this text stands in the first row of the form's table.</summary>
    public static bool BeginsTable(string text) => Fold(text) is "部门名称" or "单位名称" or "填报部门" or "填报单位" or "预算部门" or "部门（单位）名称" or "部门(单位)名称";

    /// <summary>Whether a text is a note under the table.</summary>
    public static bool IsNote(string text) => Fold(text) is var folded && (folded.StartsWith("注:", StringComparison.Ordinal) || folded.StartsWith("备注:", StringComparison.Ordinal) || folded.StartsWith("说明:", StringComparison.Ordinal));

    /// <summary>A text as it compares: compatible forms made one, without white space and invisible characters.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char character in Composed(text))
        {
            if (!char.IsWhiteSpace(character) && char.GetUnicodeCategory(character) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Control))
            {
                folded.Append(character);
            }
        }

        return folded.ToString();
    }

    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no normal form.
            return text;
        }
    }
}
