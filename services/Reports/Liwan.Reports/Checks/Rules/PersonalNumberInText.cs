namespace Liwan.Reports.Checks.Rules;

/// <summary>The number of a person's identity card or mobile telephone, which must not become public.</summary>
internal sealed class PersonalNumberInText() : FormRule("personal-number-in-text", Severity.Warning)
{
    public override bool BlocksPublication => true;

    public override IEnumerable<Finding> Check(FormInContext context) =>
        from text in FormTexts.All(context.Form)
        let numbers = PersonalNumbers.Find(text.Text)
        where numbers.Count > 0
        select Found(text.Field, $"{text.Name}中有{numbers[0].Kind}“{numbers[0].Masked}”{More(numbers.Count)}，属个人信息，公开前必须删去。");

    private static string More(int count) => count > 1 ? $"等 {count} 处个人号码" : string.Empty;
}
