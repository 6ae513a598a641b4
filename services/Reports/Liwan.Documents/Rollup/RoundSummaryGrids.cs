using System.Globalization;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Rollup;

/// <summary>Lays the summary of a round out as tables.</summary>
internal static class RoundSummaryGrids
{
    /// <summary>With more sources than this the overview prints the largest ones, and the rest as one.</summary>
    private const int MostSources = 6;

    /// <summary>So many characters of a source stand on one line of the overview.</summary>
    private const int MostSourceCharacters = 18;

    private const string Unit = "单位：万元";

    private static readonly TimeSpan LiwanOffset = TimeSpan.FromHours(8);

    private static readonly double[] OverviewShares = [62, .. Enumerable.Repeat(64.0, 11)];

    private static readonly double[] SourceShares = [200, 60, 110, 110, 110, 86, 86];

    private static readonly double[] DepartmentShares = [40, 190, 110, 50, 96, 90, 96, 70, 70];

    private static readonly double[] OutcomeShares = [40, 230, 70, 70, 70, 70, 80, 70, 80];

    private static readonly (string Text, int Span)[] FilingHeads =
        [("应报", 1), ("未开始", 1), ("填报中", 1), ("已提交", 1), ("已退回", 1), ("已通过", 1), ("已公开", 1), ("逾期未报", 1), ("逾期提交", 1), ("免报", 1), ("计入汇总", 1)];

    private static readonly (string Text, int Span)[] FundHeads =
        [("资金来源", 3), ("年初预算数", 2), ("预算调整数", 2), ("实际支出数", 2), ("预算完成率", 1), ("预算调整率", 1)];

    private static readonly (string Text, int Span)[] OutcomeHeads =
        [("指标总数", 2), ("超额完成", 2), ("完成", 2), ("未完成", 2), ("需人工评价", 1), ("未填报", 1), ("不作评价", 1)];

    /// <summary>The title of the summary.</summary>
    public static string Title(RoundSummaryContent content) =>
        string.Create(CultureInfo.InvariantCulture, $"荔湾区{content.Year}年度部门整体支出绩效自评汇总");

    /// <summary>The sources that the overview prints: all of them, or the largest ones and 其他.</summary>
    public static IReadOnlyList<SummedSource> ForOverview(IReadOnlyList<SummedSource> sources)
    {
        if (sources.Count <= MostSources)
        {
            return [.. sources.Select(source => source with { Source = Shorten(source.Source) })];
        }

        List<SummedSource> rest = [.. sources.Skip(MostSources - 1)];
        string name = string.Create(CultureInfo.InvariantCulture, $"其他（{rest.Count}种来源）");
        return
        [
            .. sources.Take(MostSources - 1).Select(source => source with { Source = Shorten(source.Source) }),
            new SummedSource(name, rest.Sum(source => source.Forms), rest.Aggregate(default(SummedFunds), (sum, source) => sum + source.Funds)),
        ];
    }

    /// <summary>The page and the first sheet: states, funds and outcomes of the whole district.</summary>
    public static FormGrid Overview(RoundSummaryContent content)
    {
        IReadOnlyList<SummedSource> sources = ForOverview(content.Sources);
        FilingFigures filings = content.Filings;
        var table = new SummaryTable();
        table.Section(FilingHeads, "填报情况\n（部门数）", rows: 1).Add(
        [
            .. new[] { filings.Owed, filings.NotStarted, filings.Draft, filings.Submitted, filings.Returned, filings.Accepted, filings.Published, filings.Overdue, filings.Late, filings.Exempt, content.Departments.Count }
                .Select(SummaryValue.Count),
        ]);
        SummaryTable.SummarySection funds = table.Section(FundHeads, "资金情况", rows: sources.Count + 1);
        funds.Add([SummaryValue.Words("合计"), .. SummaryValue.Of(content.Total)]);
        foreach (SummedSource source in sources)
        {
            funds.Add([SummaryValue.Words(source.Source), .. SummaryValue.Of(source.Funds)]);
        }

        table.Section(OutcomeHeads, "指标情况\n（个数）", rows: 1).Add(SummaryValue.Of(content.Outcomes));
        return table.ToGrid(Heading(content, Title(content)), OverviewShares, Note(content, sources));
    }

    /// <summary>All sources.</summary>
    public static FormGrid BySource(RoundSummaryContent content)
    {
        var table = new SummaryTable();
        SummaryTable.SummarySection rows = table.Section(
            Single("资金来源", "部门数", "年初预算数", "预算调整数", "实际支出数", "预算完成率", "预算调整率"));
        foreach (SummedSource source in content.Sources)
        {
            rows.Add([SummaryValue.Words(source.Source), SummaryValue.Count(source.Forms), .. SummaryValue.Of(source.Funds)]);
        }

        rows.Add([SummaryValue.Words("合计"), SummaryValue.Count(content.Departments.Count), .. SummaryValue.Of(content.Total)]);
        return table.ToGrid(Heading(content, Title(content) + "——按资金来源"), SourceShares, Note(content, content.Sources));
    }

    /// <summary>All departments with their funds.</summary>
    public static FormGrid ByDepartment(RoundSummaryContent content)
    {
        var table = new SummaryTable();
        SummaryTable.SummarySection rows = table.Section(
            Single("序号", "部门名称", "部门编号", "版次", "年初预算数", "预算调整数", "实际支出数", "预算完成率", "预算调整率"));
        for (int i = 0; i < content.Departments.Count; i++)
        {
            SummedDepartment department = content.Departments[i];
            rows.Add(
            [
                SummaryValue.Count(i + 1), SummaryValue.Words(department.Name), SummaryValue.Words(department.Department),
                SummaryValue.Count(department.Revision), .. SummaryValue.Of(department.Funds),
            ]);
        }

        rows.Add(
        [
            SummaryValue.Words(""), SummaryValue.Words("合计"), SummaryValue.Words(""), SummaryValue.Words(""), .. SummaryValue.Of(content.Total),
        ]);
        return table.ToGrid(Heading(content, Title(content) + "——按部门"), DepartmentShares, Counted);
    }

    /// <summary>How the indicators came out, department by department, and the classes of the completion rate.</summary>
    public static FormGrid Outcomes(RoundSummaryContent content)
    {
        var table = new SummaryTable();
        SummaryTable.SummarySection rows = table.Section(
            Single("序号", "部门名称", "指标总数", "超额完成", "完成", "未完成", "需人工评价", "未填报", "不作评价"));
        for (int i = 0; i < content.Departments.Count; i++)
        {
            SummedDepartment department = content.Departments[i];
            rows.Add([SummaryValue.Count(i + 1), SummaryValue.Words(department.Name), .. SummaryValue.Of(department.Outcomes)]);
        }

        rows.Add([SummaryValue.Words(""), SummaryValue.Words("合计"), .. SummaryValue.Of(content.Outcomes)]);
        SummaryTable.SummarySection classes = table.Section(
        [
            ("预算完成率", 2), .. CompletionRateClass.All.Select(rates => (rates.Label, 1)), ("无法计算", 1),
        ]);
        classes.Add([SummaryValue.Words("部门数"), .. content.FormsOfClasses.Append(content.FormsWithoutRate).Select(SummaryValue.Count)]);
        return table.ToGrid(Heading(content, Title(content) + "——指标") with { UnitLine = "单位：个" }, OutcomeShares, $"{Counted}{Classes}");
    }

    private const string Counted = "注：计入汇总的是处于已提交、已通过、已公开状态的自评表，各取最新版本；完成率、调整率按汇总金额计算。";

    private const string Classes = "预算完成率各档含下限、不含上限，100%归入“95%–100%”。";

    private static FormHeading Heading(RoundSummaryContent content, string title)
    {
        DateTimeOffset time = content.ComputeTime.ToOffset(LiwanOffset);
        return new FormHeading("", title, "", string.Create(CultureInfo.InvariantCulture, $"编制时间：{time.Year}年{time.Month}月{time.Day}日 {time:HH:mm}"), Unit);
    }

    private static string Note(RoundSummaryContent content, IReadOnlyList<SummedSource> sources) =>
        $"{Counted}{Classes}{(RoundingShows(content.Total, sources) ? "因四舍五入，分项与合计可能存在尾差。" : "")}";

    private static bool RoundingShows(SummedFunds total, IReadOnlyList<SummedSource> sources) =>
        RoundingShows(total, sources, funds => funds.InitialBudgetFen)
        || RoundingShows(total, sources, funds => funds.AdjustmentFen)
        || RoundingShows(total, sources, funds => funds.ActualExpenditureFen);

    private static bool RoundingShows(SummedFunds total, IReadOnlyList<SummedSource> sources, Func<SummedFunds, Int128> amount) =>
        sources.Aggregate(Int128.Zero, (sum, source) => sum + Forms.PrintedFigures.HundredthsOfWanYuan(amount(source.Funds)))
            != Forms.PrintedFigures.HundredthsOfWanYuan(amount(total));

    private static (string Text, int Span)[] Single(params string[] heads) => [.. heads.Select(head => (head, 1))];

    private static string Shorten(string name)
    {
        var characters = StringInfo.ParseCombiningCharacters(name);
        return characters.Length <= MostSourceCharacters ? name : name[..characters[MostSourceCharacters - 1]] + "…";
    }
}
