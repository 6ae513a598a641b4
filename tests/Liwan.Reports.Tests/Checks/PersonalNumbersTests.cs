using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

public sealed class PersonalNumbersTests
{
    private const string Rule = "personal-number-in-text";

    [Theory]
    [InlineData("身份证11010519491231002X。", "身份证号码", "110***********002X")]
    [InlineData("11010519491231002x", "身份证号码", "110***********002X")]
    [InlineData("110105 19491231 002X", "身份证号码", "110***********002X")]
    [InlineData("１１０１０５１９４９１２３１００２Ｘ", "身份证号码", "110***********002X")]
    [InlineData("440524188001010014", null, null)] // born before 1900
    [InlineData("110105491231002", "身份证号码", "110********1002")]
    [InlineData("电话13800138000", "手机号码", "138****8000")]
    [InlineData("138-0013-8000或其他", "手机号码", "138****8000")]
    [InlineData("138 0013 8000", "手机号码", "138****8000")]
    [InlineData("+8613800138000", "手机号码", "138****8000")]
    [InlineData("+86-138-0013-8000", "手机号码", "138****8000")]
    [InlineData("第5名13800138000.", "手机号码", "138****8000")]
    [InlineData("110105194912310020", null, null)] // wrong check character
    [InlineData("11010519491331002X", null, null)] // no such month
    [InlineData("11010519491231002XY", null, null)]
    [InlineData("110105491331002", null, null)]
    [InlineData("990105491231002", null, null)] // no such province
    [InlineData("12800138000", null, null)]
    [InlineData("138001380001", null, null)]
    [InlineData("1380013800", null, null)]
    [InlineData("913800138000", null, null)]
    [InlineData("投入13800138000元", null, null)]
    [InlineData("13800138000.50", null, null)]
    [InlineData("0.13800138000", null, null)]
    [InlineData("138-0013-8000-1", null, null)]
    [InlineData("020-12345678，12345市民热线工单2000余条，1116人次", null, null)]
    [InlineData("", null, null)]
    public void Find_OfWhatAClerkMayType(string text, string? kind, string? masked)
    {
        var found = PersonalNumbers.Find(text);

        Assert.Equal(kind is null ? [] : [new PersonalNumber(kind, masked!)], found);
    }

    [Fact]
    public void ANumberInAnyText_WarnsWithoutRepeatingIt()
    {
        const string number = "13800138000";
        var form = Faultless(number);

        var findings = Of(Rule, form);

        Assert.Equal(18, findings.Count);
        Assert.All(findings, finding => Assert.DoesNotContain(number, finding.Message, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(Severity.Warning, finding.Severity));
        Assert.Equal(findings, All.RunForPublication(form));
    }

    [Fact]
    public void SeveralNumbers_AreOneFindingOfTheirText() => Assert.Equal(
        [new Finding(Rule, Severity.Warning, "report.problems", "存在问题中有手机号码“138****8000”等 2 处个人号码，属个人信息，公开前必须删去。")],
        Of(Rule, FormContents.Faultless with { Problems = "联系13800138000、11010519491231002X。" }));

    [Property(Replay = "20210202,440103", MaxTest = 1000)]
    public void Find_OfAnyIdentityNumber_FindsItInAnyText(PositiveInt seed, NonNull<string> around)
    {
        var random = new System.Random(seed.Get);
        var number = Identity(random);
        var other = string.Concat(around.Get.Where(character => !char.IsAsciiLetterOrDigit(character) && character is not (>= '０' and <= '９')));

        var found = Assert.Single(PersonalNumbers.Find($"{other}、{number}，{other}"));

        Assert.Equal($"{number[..3]}***********{number[14..]}", found.Masked);
        var wrong = (char)(number[16] == '9' ? '0' : number[16] + 1);
        Assert.Empty(PersonalNumbers.Find($"{number[..16]}{wrong}{number[17]}"));
    }

    [Fact]
    public void Find_OfEndlessDigits_TakesNoTimeToSpeakOf()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();

        foreach (var piece in (string[])["1", "1 ", "138 0013 ", "110105-19491231-", "11010519491231002X", "１"])
        {
            _ = PersonalNumbers.Find(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    // The check character by the sums of the standard: a number is right where the weighted sum of all 18 is 1 modulo 11.
    private static string Identity(System.Random random)
    {
        var born = new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(random.Next(73_000));
        var body = $"440103{born.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}{random.Next(1000):000}";
        var sum = body.Select((digit, i) => (digit - '0') * ((1 << (17 - i)) % 11)).Sum();
        var check = Enumerable.Range(0, 11).Single(value => (sum + value) % 11 == 1);
        return body + (check == 10 ? "X" : check.ToString(CultureInfo.InvariantCulture));
    }

    private static FormContent Faultless(string text)
    {
        var form = FormContents.Faultless;
        return form with
        {
            Title = text,
            AttachmentLabel = text,
            YearLine = text,
            SealLine = text,
            DepartmentCellText = text,
            Funding = [form.Funding[0] with { Source = text }],
            ExpectedObjective = text,
            AchievedObjective = text,
            Tasks = [form.Tasks[0] with { Label = text, Expected = text, Achieved = text, Indicators = [new FormIndicator(text, text, text, text, text)] }],
            Problems = text,
            Improvements = text,
        };
    }
}
