using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Google.Type;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.ServiceDefaults.Tests;

[Properties(Replay = "20210001,440103", MaxTest = 1000)]
public sealed class FormTests
{
    private const long MostFen = 1_000_000_000_000_000;

    [Property(Arbitrary = [typeof(Fens)])]
    public void Money_OfAnyAmount_ComesBack(long fen)
    {
        var violations = new Violations();
        var money = FormMoney.Write(fen)!;
        Assert.Equal(fen, FormMoney.Read(violations, "x", money));
        Assert.Equal(fen / 100m, money.DecimalValue);
        Assert.Empty(violations.Items);
    }

    [Property]
    public void Money_OfAnyUnitsAndNanos_IsReadExactlyOrRefused(long units, int nanos)
    {
        var violations = new Violations();
        var fen = FormMoney.Read(violations, "x", new Money { CurrencyCode = "CNY", Units = units, Nanos = nanos });
        Assert.Equal(fen is null, violations.Items.Count == 1);
        if (fen is { } amount)
        {
            Assert.Equal(units + (nanos / 1_000_000_000m), amount / 100m);
            Assert.InRange(amount, -MostFen, MostFen);
        }
    }

    [Fact]
    public void Money_ThatIsBlank_StaysBlank()
    {
        Assert.Null(FormMoney.Write(null));
        Assert.Null(FormMoney.Read(new Violations(), "x", null));
    }

    [Property(Arbitrary = [typeof(Texts)])]
    public void Text_OfAnyCharacters_IsKeptButForItsLineEndsOrRefused(string text)
    {
        var violations = new Violations();
        var read = FormText.Read(violations, "x", text, 40);

        var normal = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        Assert.Equal(normal, read);
        var runes = normal.EnumerateRunes().ToList();
        var reasons = new List<ErrorDefinition>();
        if (runes.Exists(rune => (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n')) || rune.Value == 0xFFFD))
        {
            reasons.Add(ErrorCatalogue.TextControlCharacter);
        }
        else if (runes.Count > 40)
        {
            reasons.Add(ErrorCatalogue.TextTooLong);
        }

        Assert.Equal(reasons, violations.Items.Select(item => item.Definition).Take(1));
    }

    [Theory]
    [InlineData("departments/npc-office/budgets/2021", "npc-office", 2021)]
    [InlineData("departments/ab/budgets/2000", "ab", 2000)]
    public void Names_ThatAreWellFormed_AreReadAndWrittenAlike(string name, string department, int year)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", name, "budgets");
        Assert.Equal(new DepartmentYear(department, year), key);
        Assert.Equal(name, key.In("budgets"));
        Assert.Empty(violations.Items);
    }

    public static class Fens
    {
        public static Arbitrary<long> Fen() => Gen.OneOf(
            Gen.Choose(-200, 200).Select(fen => (long)fen),
            from high in Gen.Choose(-999_999, 999_999)
            from low in Gen.Choose(-999_999_999, 999_999_999)
            select (high * 1_000_000_000L) + low,
            Gen.Elements(-MostFen, MostFen)).ToArbitrary();
    }

    public static class Texts
    {
        public static Arbitrary<string> Text() =>
            Gen.Elements("中", "，", "a", " ", "\n", "\r\n", "\t", "𠮷", "👩‍👩‍👧", "\r", "\0", "\u0085", "\ud842", "\ufffd")
                .ListOf()
                .Select(string.Concat)
                .ToArbitrary();
    }
}
