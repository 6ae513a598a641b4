namespace Liwan.Documents.Xlsx;

/// <summary>Texts that Excel would take for something else if a person typed them.</summary>
internal static class TypedText
{
    /// <summary>Longer texts are neither numbers nor dates.</summary>
    private const int LongestNumber = 40;

    /// <summary>What formulas start with, in either width, and what Excel takes for the mark of a text itself.</summary>
    private const string FormulaStarts = "=+-@'＝＋－＠";

    private const string NumberStarts = "0123456789.,($¥￥€£%";

    /// <summary>Whether Excel might make a formula, number, date or truth value of the text when a person edits its cell.</summary>
    public static bool LooksTyped(string text)
    {
        string trimmed = text.Trim();
        return trimmed.Length > 0
            && (FormulaStarts.Contains(trimmed[0], StringComparison.Ordinal)
                || (trimmed.Length <= LongestNumber && NumberStarts.Contains(trimmed[0], StringComparison.Ordinal))
                || trimmed.Equals("TRUE", StringComparison.OrdinalIgnoreCase)
                || trimmed.Equals("FALSE", StringComparison.OrdinalIgnoreCase));
    }
}
