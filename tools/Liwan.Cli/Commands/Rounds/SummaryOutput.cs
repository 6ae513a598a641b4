using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Type;
using Liwan.Cli.Commands.Judging;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Reports.V1;
using Outcome = Liwan.TaskIndicators.V1.Judgement.Types.Outcome;

namespace Liwan.Cli.Commands.Rounds;

/// <summary>Prints the summary of a round.</summary>
internal static class SummaryOutput
{
    private const int FirstDepartments = 50;
    private const decimal YuanPerWan = 10_000;
    private const string NoRate = "—";

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>The message as the contract's JSON, zeros included.</summary>
    public static string Json(RoundSummary summary) => JsonOutput.Serialize(JsonNode.Parse(Formatter.Format(summary)));

    public static void Print(CliConsole console, int year, RoundSummary summary)
    {
        BoardOutput.PrintCounts(console, year, summary.Progress);
        HumanOutput.Line(console, $"计入汇总 {summary.CountedForms} 张表（已提交、已通过、已公开的最新版本），编制时间 {HumanOutput.Text(summary.ComputeTime)}，金额单位：万元");
        HumanOutput.Table(
            console,
            ["资金来源", "部门数", "年初预算数", "预算调整数", "实际支出数", "预算完成率", "预算调整率"],
            Sources(summary));
        HumanOutput.Table(
            console,
            ["部门", "名称", "年初预算数", "预算调整数", "实际支出数", "预算完成率", "预算调整率", "指标", "未完成"],
            summary.Departments.Take(FirstDepartments).Select(department => (IReadOnlyList<string>)
            [
                department.Revision.Split('/')[1], department.DepartmentName, .. Funds(department.Funding),
                Number(department.Outcomes.Total), Number(department.Outcomes.NotMet),
            ]));
        if (summary.CountedForms > FirstDepartments)
        {
            HumanOutput.Line(console, $"以上为实际支出最多的 {FirstDepartments} 个部门；全部列出请加 -f xlsx -o 文件名.xlsx");
        }

        HumanOutput.Line(console, $"指标 {summary.Outcomes.Total} 个：{string.Join("，", Outcomes(summary.Outcomes))}");
        HumanOutput.Line(console, $"预算完成率（部门数）：{string.Join("，", Classes(summary))}");
    }

    private static IEnumerable<IReadOnlyList<string>> Sources(RoundSummary summary)
    {
        yield return ["合计", Number(summary.CountedForms), .. Funds(summary.Total)];
        foreach (var source in summary.Sources)
        {
            yield return [source.Source, Number(source.Forms), .. Funds(source.Funding)];
        }

        if (summary.OtherSources is { } others)
        {
            yield return [$"其他（{summary.SourceCount - summary.Sources.Count}种来源）", "", .. Funds(others)];
        }
    }

    private static IEnumerable<string> Funds(FundingSum funds) =>
    [
        Wan(funds.InitialBudget), Wan(funds.Adjustment), Wan(funds.ActualExpenditure),
        funds.HasCompletionRateBasisPoints ? PrintedFigures.Rate(funds.CompletionRateBasisPoints) : NoRate,
        funds.HasAdjustmentRateBasisPoints ? PrintedFigures.Rate(funds.AdjustmentRateBasisPoints) : NoRate,
    ];

    private static IEnumerable<string> Outcomes(OutcomeCounts counts)
    {
        (Outcome Outcome, int Count)[] all =
        [
            (Outcome.Exceeded, counts.Exceeded), (Outcome.Met, counts.Met), (Outcome.NotMet, counts.NotMet),
            (Outcome.Qualitative, counts.Qualitative), (Outcome.NotReported, counts.NotReported), (Outcome.Exempt, counts.Exempt),
        ];
        return all.Select(pair => $"{OutcomeWords.InChinese(pair.Outcome)} {pair.Count}");
    }

    private static IEnumerable<string> Classes(RoundSummary summary) =>
        summary.CompletionClasses.Select(rates => $"{ClassName(rates)} {rates.Forms}").Append($"无法计算 {summary.FormsWithoutCompletionRate}");

    private static string ClassName(CompletionClass rates)
    {
        if (!rates.HasLeastBasisPoints)
        {
            return $"低于{Percent(rates.MostBasisPoints + 1)}";
        }

        // Whole percent begin every class but the highest, which begins beyond one.
        return rates.HasMostBasisPoints ? $"{Percent(rates.LeastBasisPoints)}–{Percent(rates.MostBasisPoints + 1)}" : $"超过{Percent(rates.LeastBasisPoints)}";
    }

    private static string Percent(long basisPoints) => string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100}%");

    // The sums of a district may be beyond what an Amount holds.
    private static string Wan(Money money) =>
        Math.Round(money.DecimalValue / YuanPerWan, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(int number) => HumanOutput.Text(number);
}
