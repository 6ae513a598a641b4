using Liwan.Reports.Rendering;

namespace Liwan.Reports.Checks.Rules;

/// <summary>Characters that the document prints as 〓, for want of them in its font.</summary>
internal sealed class CharacterNotInFont(FormFonts fonts) : FormRule("character-not-in-font", Severity.Warning)
{
    // A sentence names some of them: a text may have thousands.
    private const int MostNamed = 20;

    public override IEnumerable<Finding> Check(FormInContext context)
    {
        if (fonts.TryFonts() is not { } set)
        {
            return [];
        }

        return
            from text in FormTexts.Printed(context.Form)
            let missing = set.MissingCharacters(text.Text)
            where missing.Count > 0
            select Found(text.Field, $"字体缺少字符“{string.Join(string.Empty, missing.Take(MostNamed))}”{More(missing.Count)}，打印时显示为“〓”，请改用常用字或说明读音。");
    }

    private static string More(int count) => count > MostNamed ? $"等 {count} 个" : string.Empty;
}
