using Liwan.Cli.Commands.Judging;
using Liwan.Cli.FormFiles;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Output;

/// <summary>What is printed of how indicators came out.</summary>
internal static class JudgementOutput
{
    public static void Read(CliConsole console, IReadOnlyList<ReadForm> forms)
    {
        foreach (var form in forms)
        {
            HumanOutput.Table(
                console,
                ["序号", "关键指标", "预期实现值", "指标完成情况", "结果", "理由"],
                form.Indicators.Select(indicator => (IReadOnlyList<string>)
                [
                    indicator.Place, indicator.Text.Name, indicator.Text.Target, indicator.Text.Actual, OutcomeWords.InChinese(indicator.Judgement.Outcome), Reason(indicator.Judgement),
                ]));
            if (form.Name is { } name)
            {
                HumanOutput.Line(console, $"{form.File ?? $"{name}"}：共 {form.Indicators.Count} 个关键指标{Counted(form.Indicators)}");
            }
        }
    }

    public static void Overridden(CliConsole console, FormName name, JudgedIndicator indicator) =>
        HumanOutput.Line(console, $"{name} 第 {indicator.Place} 个指标“{indicator.Text.Name}”：{OutcomeWords.InChinese(indicator.Judgement.Outcome)}。{Reason(indicator.Judgement)}");

    public static ReadFormDocument Document(ReadForm form) => new(form.Name?.Department, form.Name?.Year, form.File, [.. form.Indicators.Select(Document)]);

    public static IndicatorDocument Document(JudgedIndicator indicator) => new(
        indicator.Place.Length == 0 ? null : indicator.Place,
        indicator.Uid.Length == 0 ? null : indicator.Uid,
        indicator.Text.Name,
        indicator.Text.Target,
        indicator.Text.Actual,
        OutcomeWords.OnTheWire(indicator.Judgement.Outcome),
        OutcomeWords.OnTheWire(indicator.Judgement.ReadOutcome),
        indicator.Judgement.Ratio.Length == 0 ? null : indicator.Judgement.Ratio,
        indicator.Judgement.Reason,
        indicator.Judgement.Override is { } word
            ? new OverrideWord(word.Reason, word.ScoreRate.Length == 0 ? null : word.ScoreRate, word.Reviewer, word.OverrideTime.ToDateTimeOffset())
            : null);

    // A reviewer's word first, and what the reader had come to behind it.
    private static string Reason(Judgement judgement) => judgement.Override is { } word
        ? $"人工认定：{word.Reason}（{word.Reviewer}，{HumanOutput.Text(word.OverrideTime)}；系统研判为{OutcomeWords.InChinese(judgement.ReadOutcome)}：{judgement.Reason}）"
        : judgement.Reason;

    private static string Counted(IReadOnlyList<JudgedIndicator> indicators)
    {
        var outcomes = indicators.ToLookup(indicator => indicator.Judgement.Outcome);
        return string.Concat(OutcomeWords.All.Where(outcomes.Contains).Select(outcome => $"，{OutcomeWords.InChinese(outcome)} {outcomes[outcome].Count()} 个"));
    }
}

/// <summary>The document of <c>liwan read</c>.</summary>
internal sealed record ReadDocument(IReadOnlyList<ReadFormDocument> Forms);

/// <summary>One form, or with all null one pair that belongs to none; <c>file</c> is null for a form as it is stored.</summary>
internal sealed record ReadFormDocument(string? Department, int? Year, string? File, IReadOnlyList<IndicatorDocument> Indicators);

/// <summary>One indicator; <c>outcome</c> is the one in effect, <c>reason</c> the reader's, <c>ratio</c> null where it makes no sense.</summary>
internal sealed record IndicatorDocument(
    string? Place, string? Uid, string Name, string Target, string Actual, string Outcome, string ReadOutcome, string? Ratio, string Reason, OverrideWord? Override);

/// <summary>A reviewer's word.</summary>
internal sealed record OverrideWord(string Reason, string? ScoreRate, string Reviewer, DateTimeOffset Time);

/// <summary>The document of <c>liwan override</c>.</summary>
internal sealed record OverrideDocument(string Department, int Year, IndicatorDocument Indicator);
