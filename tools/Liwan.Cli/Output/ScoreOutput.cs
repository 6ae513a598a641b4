using Liwan.Cli.Commands.Judging;
using Liwan.Cli.FormFiles;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Output;

/// <summary>What is printed of scores and rule sets.</summary>
internal static class ScoreOutput
{
    public static void Score(CliConsole console, FormName name, TaskPlanScore score)
    {
        HumanOutput.Table(
            console,
            ["部分", "关键指标", "分值", "得分", "理由"],
            score.Parts.SelectMany(part => part.Indicators
                .Select(indicator => (IReadOnlyList<string>)["", indicator.DisplayName, indicator.Weight, indicator.Pending ? "待评" : indicator.Score, indicator.Reason])
                .Prepend([part.DisplayName, "", part.Weight, part.Score, part.Pending ? "缺少预算完成率" : ""])));
        HumanOutput.Line(
            console,
            score.Complete
                ? $"{name}：得分 {score.Score}，等级“{score.Grade}”（{score.RuleSet}）"
                : $"{name}：已得 {score.Score}，最高可得 {score.HighestScore}；待评的指标用 liwan override 评定后再计（{score.RuleSet}）");
    }

    public static void RuleSets(CliConsole console, IEnumerable<RuleSet> ruleSets) => HumanOutput.Table(
        console,
        ["名称", "说明", "组成", "等级"],
        ruleSets.Select(rules => (IReadOnlyList<string>)
        [
            rules.Name,
            rules.DisplayName,
            string.Join('、', rules.Parts.Select(part => $"{part.DisplayName}{part.Weight}{(part.Level.Length > 0 ? $"（{part.Level}）" : "")}")),
            string.Join('、', rules.Grades.Select(grade => $"{grade.DisplayName} {grade.LeastScore}")),
        ]));

    public static ScoreDocument Document(FormName name, TaskPlanScore score) => new(
        name.Department,
        name.Year,
        score.RuleSet,
        score.Score,
        score.HighestScore,
        score.Grade.Length == 0 ? null : score.Grade,
        score.Complete,
        [.. score.Parts.Select(part => new ScorePartDocument(
            part.Level.Length == 0 ? null : part.Level,
            part.DisplayName,
            part.Weight,
            part.Score,
            part.Pending,
            [.. part.Indicators.Select(indicator => new IndicatorScoreDocument(
                indicator.IndicatorUid,
                indicator.DisplayName,
                indicator.Weight,
                indicator.Pending ? null : indicator.Score,
                OutcomeWords.OnTheWire(indicator.Outcome),
                indicator.Reason))]))]);

    public static RuleSetsDocument Document(IEnumerable<RuleSet> ruleSets) => new(
        [.. ruleSets.Select(rules => new RuleSetDocument(
            rules.Name,
            rules.DisplayName,
            rules.Description,
            [.. rules.Parts.Select(part => new RuleSetPartDocument(part.Level.Length == 0 ? null : part.Level, part.DisplayName, part.Weight, [.. part.Sublevels]))]))]);
}

/// <summary>The document of <c>liwan score</c>; points are decimals, <c>grade</c> is null while anything is pending.</summary>
internal sealed record ScoreDocument(
    string Department, int Year, string RuleSet, string Score, string HighestScore, string? Grade, bool Complete, IReadOnlyList<ScorePartDocument> Parts);

/// <summary>A part of the score; <c>level</c> is null for the rate of execution, which is pending where the budget gives none.</summary>
internal sealed record ScorePartDocument(string? Level, string Name, string Weight, string Score, bool Pending, IReadOnlyList<IndicatorScoreDocument> Indicators);

/// <summary>The score of an indicator; <c>score</c> is null while a person must judge.</summary>
internal sealed record IndicatorScoreDocument(string Uid, string Name, string Weight, string? Score, string Outcome, string Reason);

/// <summary>The document of <c>liwan rule-sets</c>.</summary>
internal sealed record RuleSetsDocument(IReadOnlyList<RuleSetDocument> RuleSets);

/// <summary>A rule set.</summary>
internal sealed record RuleSetDocument(string Name, string DisplayName, string Description, IReadOnlyList<RuleSetPartDocument> Parts);

/// <summary>A part of a rule set.</summary>
internal sealed record RuleSetPartDocument(string? Level, string Name, string Weight, IReadOnlyList<string> Sublevels);
