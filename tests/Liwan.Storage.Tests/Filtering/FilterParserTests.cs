using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Filtering;

namespace Liwan.Storage.Tests.Filtering;

public sealed class FilterParserTests
{
    private const string Signs = "= != < <= > >= :";
    private const string Start = "field NOT - (";
    private const string After = "AND OR )";
    private const string AValue = "value \"text\"";

    private static readonly IReadOnlyList<FilterField> Fields =
    [
        FilterField.Number("year", "year"),
        FilterField.Amount("total.initial_budget", "initial"),
        FilterField.Time("update_time", "update_time"),
        FilterField.Boolean("locked", "locked"),
        FilterField.Enum<DayOfWeek>("day", "day"),
        FilterField.Department("parent", "parent", optional: true),
        FilterField.Code("code", "code"),
        FilterField.Text("title", "title"),
    ];

    [Property(Replay = "20210001,440103", MaxTest = 500)]
    public Property Parse_OfWhatAFilterPrints_GivesItBack() => Prop.ForAll(
        Filters.Any.ToArbitrary(),
        filter => Assert.True(Filters.Same(filter, FilterParser.Parse(filter.ToString())), filter.ToString()));

    [Property(Replay = "20210001,440103", MaxTest = 2000)]
    public Property Read_OfAnyText_ThrowsNothingButAFilterErrorWithItsPosition() => Prop.ForAll(
        Gen.OneOf(
            Gen.Elements(
                "year", "title", "code", "day", "total.initial_budget", "nothing", "=", "!=", "<", ">=", ":", "*", "(", ")", "AND", "OR", "NOT", "-", ",",
                "\"", "'", "\\", "2021", "true", "FRIDAY", "1.25", "2021-12-31T16:00:00Z", " ", "\t", "　", "区", "𠮷", "\ud842", "\0", "\u0085", "..")
                .ArrayOf().Select(string.Concat),
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? string.Empty)).ToArbitrary(),
        text =>
        {
            if (ErrorOf(text) is { } error)
            {
                Assert.StartsWith("FILTER_", error.Definition.Reason, StringComparison.Ordinal);
                Assert.Equal("filter", Assert.Single(error.Fields).Field);
                Assert.InRange(int.Parse(error.Values["position"], CultureInfo.InvariantCulture), 0, text.EnumerateRunes().Count());
                Assert.Contains($"position {error.Values["position"]}", error.Message, StringComparison.Ordinal);
            }
        });

    [Theory]
    [InlineData("a=1 b=2 OR c=3 AND NOT d=4", "a = 1 AND (b = 2 OR c = 3) AND NOT d = 4")]
    [InlineData("a = 1 AND b = 2 OR c = 3", "a = 1 AND (b = 2 OR c = 3)")]
    [InlineData("(a = 1 AND b = 2) OR c = 3", "(a = 1 AND b = 2) OR c = 3")]
    [InlineData("-a:\"x y\"", "NOT a:\"x y\"")]
    [InlineData("NOT(a>=1)", "NOT a >= 1")]
    [InlineData("a.b_c!='it\\'s \\\\ \\\"'", "a.b_c != \"it's \\\\ \\\"\"")]
    [InlineData("a>2021-12-31T16:00:00+08:00", "a > 2021-12-31T16:00:00+08:00")]
    [InlineData("a=-1.5　b:*", "a = -1.5 AND b:*")]
    [InlineData("((((a=b))))", "a = b")]
    public void Parse_FollowsAip160(string filter, string meaning) => Assert.Equal(meaning, FilterParser.Parse(filter)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    public void Parse_OfNothing_LetsEverythingPass(string filter) => Assert.Null(FilterParser.Parse(filter));

    [Theory]
    [InlineData("year", 4, "", Signs)]
    [InlineData("year 2021", 5, "2021", Signs)]
    [InlineData("year == 2021", 6, "=", AValue)]
    [InlineData("year = ", 7, "", AValue)]
    [InlineData("year = AND", 7, "AND", AValue)]
    [InlineData("year = 2021 AND", 15, "", Start)]
    [InlineData("year = 2021 OR OR year = 1", 15, "OR", Start)]
    [InlineData("year = 2021 and year = 1", 16, "year", Signs)]
    [InlineData("NOT NOT year = 1", 4, "NOT", Start)]
    [InlineData("(year = 2021", 12, "", After)]
    [InlineData("year = 2021)", 11, ")", "AND OR")]
    [InlineData("()", 1, ")", Start)]
    [InlineData("year = 2021,1", 11, ",1", After)]
    [InlineData("title:\"a\"b", 9, "b", After)]
    [InlineData("title:\"区", 8, "", "\"")]
    [InlineData("title:\"𠮷\\n\"", 8, "\\", "\\\\ \\\" \\'")]
    [InlineData("年度 = 2021", 0, "年度", Start)]
    [InlineData("year ＝ 2021", 5, "＝", Signs)]
    [InlineData("title:\"𠮷\u0007\"", 8, "U+0007", "text")]
    public void Read_OfWhatCannotBeRead_SaysWhereAndWhatWouldBeRight(string filter, int position, string found, string expected)
    {
        var error = ErrorOf(filter);
        Assert.Equal(ErrorCatalogue.FilterSyntax, error?.Definition);
        Assert.Equal((position.ToString(CultureInfo.InvariantCulture), found, expected), (error!.Values["position"], error.Values["value"], error.Values["expected"]));
        Assert.Contains($"position {position}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfHalfACharacter_IsRefused()
    {
        var error = ErrorOf("title:\ud842");
        Assert.Equal(ErrorCatalogue.FilterSyntax, error?.Definition);
        Assert.Equal(("6", "U+D842"), (error!.Values["position"], error.Values["value"]));
    }

    [Fact]
    public void Read_OfAnUnknownField_NamesThoseThatThereAre()
    {
        var error = ErrorOf("year = 1 AND totals = 2");
        Assert.Equal(ErrorCatalogue.FilterFieldUnknown, error?.Definition);
        Assert.Equal(
            ("13", "totals", "year, total.initial_budget, update_time, locked, day, parent, code, title"),
            (error!.Values["position"], error.Values["value"], error.Values["expected"]));
    }

    [Theory]
    [InlineData("locked > true", "locked", 7, ">", "= !=")]
    [InlineData("year:2021", "year", 4, ":", "= != < <= > >=")]
    [InlineData("title = 'x'", "title", 6, "=", ":")]
    [InlineData("day:*", "day", 3, ":", "= !=")]
    public void Read_OfAnOperatorThatTheFieldLacks_NamesThoseItHas(string filter, string path, int position, string sign, string expected)
    {
        var error = ErrorOf(filter);
        Assert.Equal(ErrorCatalogue.FilterOperatorUnsupported, error?.Definition);
        Assert.Equal(
            (path, $"{position}", sign, expected),
            (error!.Values["path"], error.Values["position"], error.Values["value"], error.Values["expected"]));
    }

    [Theory]
    [InlineData("year = 20x1", 7, "2021")]
    [InlineData("year = 99999999999", 7, "2021")]
    [InlineData("year = 2021.0", 7, "2021")]
    [InlineData("year = *", 7, "2021")]
    [InlineData("total.initial_budget >= 1.234", 24, "12345.67")]
    [InlineData("total.initial_budget >= 1,5", 25, null)]
    [InlineData("total.initial_budget >= 1e3", 24, "12345.67")]
    [InlineData("total.initial_budget >= 92233720368547759", 24, "12345.67")]
    [InlineData("total.initial_budget:5", 21, "*")]
    [InlineData("update_time > 2021-12-31", 14, "2021-12-31T16:00:00Z")]
    [InlineData("update_time > 2021-12-31T16:00:00", 14, "2021-12-31T16:00:00Z")]
    [InlineData("update_time > 2021-02-30T16:00:00Z", 14, "2021-12-31T16:00:00Z")]
    [InlineData("update_time > 2021-12-31T16:00:00.1234567Z", 14, "2021-12-31T16:00:00Z")]
    [InlineData("locked = TRUE", 9, "true, false")]
    [InlineData("day = friday", 6, "SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY")]
    [InlineData("parent = npc-office", 9, "departments/{department}")]
    [InlineData("parent:departments/npc-office", 7, "*")]
    [InlineData("code = 'a b'", 7, "ABC123")]
    [InlineData("title:''", 6, "\"text\" *")]
    public void Read_OfAValueThatIsNone_SaysWhatOneLooksLike(string filter, int position, string? expected)
    {
        var error = ErrorOf(filter);
        // A comma ends a value, so that what follows is no longer read as part of it.
        Assert.Equal(expected is null ? ErrorCatalogue.FilterSyntax : ErrorCatalogue.FilterValueInvalid, error?.Definition);
        Assert.Equal(($"{position}", expected ?? After), (error!.Values["position"], error.Values["expected"]));
    }

    [Theory]
    [InlineData(1980, true)]
    [InlineData(1981, false)]
    public void Read_OfUpToTwoThousandCharacters_IsReadAndOfMoreIsNot(int length, bool read)
    {
        var filter = $"year = 1 AND title:\"{string.Concat(Enumerable.Repeat("𠮷", length - 1))}\"";
        Assert.Equal(read ? null : "2000", ErrorOf(filter)?.Values["position"]);
    }

    [Theory]
    [InlineData(50, 20, null)]
    [InlineData(51, 20, "20 + 50 * 9")]
    [InlineData(50, 21, "20")]
    public void Read_WithinItsLimits_IsReadAndBeyondIsNot(int comparisons, int depth, string? position)
    {
        var filter = $"{new string('(', depth)}{string.Join(' ', Enumerable.Repeat("year = 1", comparisons))}{new string(')', depth)}";
        var error = ErrorOf(filter);
        Assert.Equal(position is null ? null : ErrorCatalogue.FilterTooComplex, error?.Definition);
        Assert.Equal(position?.Replace("20 + 50 * 9", "470", StringComparison.Ordinal), error?.Values["position"]);
    }

    private static ServiceException? ErrorOf(string filter) => Record.Exception(() => Filter.Read(filter, Fields)) switch
    {
        null => null,
        ServiceException error => error,
        var other => throw new InvalidOperationException($"The filter '{filter}' brought about something unforeseen.", other),
    };
}
