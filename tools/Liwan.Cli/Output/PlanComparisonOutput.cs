using Liwan.Cli.Commands.Judging;
using Liwan.Cli.FormFiles;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Output;

/// <summary>What is printed of what became of a plan from one year to another.</summary>
internal static class PlanComparisonOutput
{
    public static void Compared(CliConsole console, FormName name, FormName older, ComparePlansResponse answer)
    {
        HumanOutput.Table(
            console,
            ["位置", "变化", $"{older.YearId}年", $"{name.YearId}年"],
            answer.Changes.Select(change => (IReadOnlyList<string>)[change.Label, Text(change.Kind), change.Before, change.After]));
        HumanOutput.Table(
            console,
            ["两年都有的关键指标", $"{older.YearId}年结果", $"{name.YearId}年结果"],
            answer.Indicators.Select(pair => (IReadOnlyList<string>)[pair.DisplayName, OutcomeWords.InChinese(pair.OlderOutcome), OutcomeWords.InChinese(pair.NewerOutcome)]));
        HumanOutput.Line(console, $"{name}：与 {older.YearId} 年相比有 {answer.Changes.Count} 处变化{(answer.Truncated ? "以上" : "")}，{answer.Indicators.Count} 个指标两年都有");
    }

    public static ComparePlansDocument Document(FormName name, FormName older, ComparePlansResponse answer) => new(
        name.Department,
        older.Year,
        name.Year,
        [.. answer.Changes.Select(change => new PlanChangeDocument(change.Field, change.Label, change.Kind.ToString().ToUpperInvariant(), change.Before, change.After))],
        [.. answer.Indicators.Select(pair => new IndicatorPairDocument(
            pair.OlderUid, pair.NewerUid, pair.DisplayName, OutcomeWords.OnTheWire(pair.OlderOutcome), OutcomeWords.OnTheWire(pair.NewerOutcome)))],
        answer.Truncated);

    private static string Text(PlanChange.Types.Kind kind) => kind switch
    {
        PlanChange.Types.Kind.Added => "新增",
        PlanChange.Types.Kind.Removed => "取消",
        _ => "修改",
    };
}

/// <summary>The document of <c>liwan compare-years</c>.</summary>
internal sealed record ComparePlansDocument(
    string Department, int OlderYear, int NewerYear, IReadOnlyList<PlanChangeDocument> Changes, IReadOnlyList<IndicatorPairDocument> Indicators, bool Truncated);

/// <summary>A difference between two years.</summary>
internal sealed record PlanChangeDocument(string Field, string Label, string Kind, string Before, string After);

/// <summary>An indicator that both years have.</summary>
internal sealed record IndicatorPairDocument(string OlderUid, string NewerUid, string Name, string OlderOutcome, string NewerOutcome);
