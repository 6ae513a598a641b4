using FsCheck.Xunit;
using Liwan.Budgets.V1;
using Liwan.Cli.Commands.Filing;
using Liwan.Cli.FormFiles;
using Liwan.TaskIndicators.V1;
using PlanTask = Liwan.TaskIndicators.V1.Task;

namespace Liwan.Cli.Tests.Commands;

public sealed class UidCarryingTests
{
    [Fact]
    public void Carry_WhenTasksAndIndicatorsAreReordered_KeepsTheirUids()
    {
        var held = Plan(
            Task("t1", "召开全体会议", Indicator("i1", "会议出席率", "85%"), Indicator("i2", "系统使用覆盖率", "95%以上")),
            Task("t2", "组织专题调研", Indicator("i3", "系统使用覆盖率", "90%")));
        var filed = Plan(
            Task("", "组织专题调研", Indicator("", "系统使用覆盖率", "90%")),
            Task("", "召开全体会议", Indicator("", "系统使用覆盖率", "95%以上"), Indicator("", "会议出席率", "85%")));

        UidCarrying.Carry(held, filed);

        Assert.Equal("t2[i3] t1[i2 i1]", Uids(filed));
    }

    [Fact]
    public void Carry_WhenTextsAreEditedAndOthersAdded_KeepsUidsAndLeavesNewOnesBlank()
    {
        var held = Plan(
            Task("t1", "召开全体会议", Indicator("i1", "会议出席率", "85%", actual: "80%"), Indicator("i2", "会议任务完成率", "100%")),
            Task("t2", "组织专题调研"));
        var filed = Plan(
            Task("", "接待来访群众", Indicator("", "接待批次", "5批")),
            Task("", "召开全体会议（修订）", Indicator("", "会议出席率", "90%", actual: "95%"), Indicator("", "会议满意度", "95%")));

        UidCarrying.Carry(held, filed);

        Assert.Equal("[] t1[i1 ]", Uids(filed));
    }

    [Fact]
    public void Carry_WhenTwoIndicatorsHaveTheSameName_TellsThemApartByTheirWords()
    {
        var held = Plan(Task("t1", "任务", Indicator("i1", "覆盖率", "95%以上", "代表使用情况"), Indicator("i2", "覆盖率", "95%以上", "机关使用情况")));
        var filed = Plan(Task("", "任务", Indicator("", "覆盖率", "95%以上", "机关使用情况"), Indicator("", "覆盖率", "95%以上", "代表使用情况")));

        UidCarrying.Carry(held, filed);

        Assert.Equal("t1[i2 i1]", Uids(filed));
    }

    [Fact]
    public void Carry_WhenAnIndicatorMovesToAnotherTask_KeepsItsUid()
    {
        var held = Plan(Task("t1", "召开全体会议", Indicator("i1", "会议出席率", "85%"), Indicator("i2", "会议满意度", "95%")), Task("t2", "组织专题调研"));
        var filed = Plan(Task("", "召开全体会议", Indicator("", "会议出席率", "85%")), Task("", "组织专题调研", Indicator("", "会议满意度", "95%", actual: "96%")));

        UidCarrying.Carry(held, filed);

        Assert.Equal("t1[i1] t2[i2]", Uids(filed));
    }

    [Fact]
    public void Carry_OfFundingRows_GoesByTheSource()
    {
        var held = Budget(("r1", "一般公共预算", 5), ("r2", "政府性基金", 7));
        var filed = Budget(("", "政府性基金预算", 7), ("", "上年结转", 5), ("", "一般公共预算", 9));

        UidCarrying.Carry(held, filed);

        Assert.Equal(["r2", "", "r1"], filed.FundingRows.Select(row => row.Uid));
    }

    [Property(Replay = "20210331,19", MaxTest = 200)]
    public bool Match_OfAnything_PairsEachItemAtMostOnceAndTheSameItemsAll(string[] held, string[] filed)
    {
        var matches = ItemMatching.Match(held, filed, (a, b) => a == b ? 1 : 0);
        var paired = matches.OfType<int>().ToList();
        var common = held.GroupBy(text => text ?? "").Sum(group => Math.Min(group.Count(), filed.Count(text => (text ?? "") == group.Key)));
        return paired.Distinct().Count() == paired.Count
            && Enumerable.Range(0, filed.Length).All(i => matches[i] is not { } j || held[j] == filed[i])
            && (held.Contains(null) || filed.Contains(null) || paired.Count == common);
    }

    [Property(Replay = "20210331,15", MaxTest = 200)]
    public bool Likeness_OfAnyTexts_IsSymmetricBetweenZeroAndOneAndOneForTheSame(string a, string b)
    {
        var one = ItemMatching.Likeness((a ?? "", b ?? "", 1));
        var other = ItemMatching.Likeness((b ?? "", a ?? "", 1));
        return one is >= 0 and <= 1 && Math.Abs(one - other) < 1e-9 && ItemMatching.Likeness((a ?? "", a ?? "", 1)) == 1;
    }

    private static TaskPlan Plan(params PlanTask[] tasks) => new() { Tasks = { tasks } };

    private static PlanTask Task(string uid, string expected, params Indicator[] indicators) => new() { Uid = uid, Expected = expected, Indicators = { indicators } };

    private static Indicator Indicator(string uid, string name, string target, string definition = "", string actual = "") =>
        new() { Uid = uid, DisplayName = name, Target = target, Definition = definition, Actual = actual };

    private static Budget Budget(params (string Uid, string Source, long Wan)[] rows) => new()
    {
        FundingRows = { rows.Select(row => new Liwan.Budgets.V1.FundingRow { Uid = row.Uid, Source = row.Source, InitialBudget = new Amount(row.Wan * 1_000_000).ToMoney() }) },
    };

    private static string Uids(TaskPlan plan) =>
        string.Join(' ', plan.Tasks.Select(task => $"{task.Uid}[{string.Join(' ', task.Indicators.Select(indicator => indicator.Uid))}]"));
}
