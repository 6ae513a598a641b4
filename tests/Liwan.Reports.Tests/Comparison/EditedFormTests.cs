using FsCheck;
using FsCheck.Xunit;
using Liwan.Documents.Forms;
using Liwan.FormChanges;
using Liwan.Reports.Comparison;
using Random = System.Random;

namespace Liwan.Reports.Tests.Comparison;

/// <summary>What is told of forms that were edited in many places at once.</summary>
public sealed class EditedFormTests
{
    private static readonly string[] Names = ["系统使用覆盖率", "委员履职参与率", "会议次数", "调研报告篇数"];

    [Property(Replay = "20211231,440117", MaxTest = 500)]
    public void FieldsThatAreEdited_AreTheDifferences_AndNoOthers(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        var form = Form(random);
        var edits = SomeOf(FormEdits.Of(form), random);

        var differences = FormComparison.Compare(form, Apply(form, edits)).ToList();

        Assert.Equal(edits.Select(edit => edit.Path).Order(StringComparer.Ordinal), differences.Select(difference => difference.Field).Order(StringComparer.Ordinal));
        Assert.All(differences, difference => Assert.Equal(ChangeKind.Changed, difference.Kind));
    }

    [Fact]
    public void EveryField_IsSeen_AndNoneThatAFormDoesNotHave()
    {
        var form = Form(new Random(440103));
        var edits = FormEdits.Of(form);

        Assert.All(edits, edit => Assert.Equal([edit.Path], FormComparison.Compare(form, edit.Apply(form)).Select(difference => difference.Field)));
        Assert.Equal(edits.Select(edit => edit.Path).Order(StringComparer.Ordinal), Fields(FormFields.Of(form)).Order(StringComparer.Ordinal));
    }

    [Property(Replay = "20211231,440119", MaxTest = 500)]
    public void ATaskThatIsPutInAmongEditedOnes_IsOneAddedRow_AndTakenOutAgainOneRemovedRow(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        var form = Form(random);
        var place = random.Next(form.Tasks.Count + 1);
        var edits = OnePerTask(form, random);
        var edited = Apply(form, edits);
        var put = edited with { Tasks = [.. edited.Tasks.Take(place), new FormTask("新任务", "新的预期", "", null, [new FormIndicator(Names[0], "", "100%", "", "")]), .. edited.Tasks.Skip(place)] };

        var there = FormComparison.Compare(form, put).ToList();
        var back = FormComparison.Compare(put, form).ToList();

        var row = $"task_plan.tasks[{place}]";
        Assert.Equal([(row, "", "新的预期")], Of(there, ChangeKind.Added));
        Assert.Equal([(row, "新的预期", "")], Of(back, ChangeKind.Removed));
        Assert.Equal(edits.Select(edit => Shifted(edit.Path, place)).Order(StringComparer.Ordinal), Changed(there));
        Assert.Equal(edits.Select(edit => edit.Path).Order(StringComparer.Ordinal), Changed(back));
        Assert.Equal(edits.Count + 1, there.Count);
        Assert.Equal(edits.Count + 1, back.Count);
    }

    [Property(Replay = "20211231,440127", MaxTest = 500)]
    public void ATaskThatIsTakenElsewhere_IsOneMovedRow_WhateverWasEditedInIt(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        var form = Form(random, leastTasks: 4);
        var from = random.Next(form.Tasks.Count);
        var rest = form.Tasks.Where((_, i) => i != from).ToList();
        // Two neighbours that change places could each be the one that moved.
        var to = Enumerable.Range(0, form.Tasks.Count).Where(place => Math.Abs(place - from) > 1).OrderBy(_ => random.Next()).First();
        rest.Insert(to, form.Tasks[from] with { Achieved = "写得更具体。" });

        Assert.Equal(
            [
                ($"task_plan.tasks[{to}]", ChangeKind.Moved, $"第 {from + 1} 行", $"第 {to + 1} 行"),
                ($"task_plan.tasks[{to}].achieved", ChangeKind.Changed, form.Tasks[from].Achieved, "写得更具体。"),
            ],
            FormComparison.Compare(form, form with { Tasks = rest }).Select(difference => (difference.Field, difference.Kind, difference.Before, difference.After)));
    }

    [Fact]
    public void TasksThatDifferInTheirActualsAlone_TurnedRound_AreMovedAndNotRewritten()
    {
        var tasks = Enumerable.Range(1, 5).Select(i => new FormTask("", "完成上级任务。", "已完成。", null, [new FormIndicator("完成率", "", "100%", $"{i}%", "")])).ToList();
        var form = FormContents.Complete with { Tasks = tasks };

        var differences = FormComparison.Compare(form, form with { Tasks = [.. tasks.AsEnumerable().Reverse()] }).ToList();

        Assert.All(differences, difference => Assert.Equal(ChangeKind.Moved, difference.Kind));
        Assert.Equal(4, differences.Count);
    }

    [Property(Replay = "20211231,440131", MaxTest = 500)]
    public void TheOtherWayRound_WhatWasAddedIsRemoved_AndBeforeIsAfter(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        var older = Form(random);
        var newer = Reworked(older, random);

        var there = FormComparison.Compare(older, newer).ToList();
        var back = FormComparison.Compare(newer, older).ToList();

        Assert.Equal(Of(there, ChangeKind.Added).Select(row => (row.Field, row.After)), Of(back, ChangeKind.Removed).Select(row => (row.Field, row.Before)));
        Assert.Equal(Of(there, ChangeKind.Removed).Select(row => (row.Field, row.Before)), Of(back, ChangeKind.Added).Select(row => (row.Field, row.After)));
        Assert.Equal(
            Of(there, ChangeKind.Changed).Select(field => (field.Before, field.After)).Order(),
            Of(back, ChangeKind.Changed).Select(field => (field.After, field.Before)).Order());
        Assert.Equal(Of(there, ChangeKind.Moved).Count(), Of(back, ChangeKind.Moved).Count());
    }

    [Property(Replay = "20211231,440137", MaxTest = 200)]
    public void FundingRows_AreComparedBySource_WhereverTheyStand(PositiveInt seed)
    {
        var random = new Random(seed.Get);
        var form = Form(random);
        var at = random.Next(form.Funding.Count);
        var reversed = form with { Funding = [.. form.Funding.Reverse().Select(line => line.Source == form.Funding[at].Source ? line with { ActualExpenditureFen = 0 } : line)] };

        var differences = FormComparison.Compare(form, reversed).ToList();

        Assert.Equal([($"budget.funding_rows[{form.Funding.Count - 1 - at}].actual_expenditure", PrintedFigures.Amount(form.Funding[at].ActualExpenditureFen), "0.00")], Of(differences, ChangeKind.Changed));
        Assert.Equal(form.Funding.Count - 1, Of(differences, ChangeKind.Moved).Count());
        Assert.Equal(form.Funding.Count, differences.Count);
    }

    [Fact]
    public void AFormOfTheLargestSize_WrittenAnew_IsComparedFieldByField()
    {
        var older = Largest("甲");
        var newer = Largest("乙");

        var differences = FormComparison.Compare(older, newer).ToList();

        // Of each task what was achieved, of each indicator the actual.
        Assert.Equal(100 + (100 * 50), differences.Count);
        Assert.All(differences, difference => Assert.Equal((ChangeKind.Changed, "甲", "乙"), (difference.Kind, difference.Before, difference.After)));
    }

    private static FormContent Largest(string said) => FormContents.Complete with
    {
        Tasks =
        [
            .. Enumerable.Range(0, 100).Select(task => new FormTask(
                $"任务{task}", $"预期{task}", said, null, [.. Enumerable.Range(0, 50).Select(i => new FormIndicator($"指标{i % 7}", "", $"{i}次", said, ""))])),
        ],
    };

    // Texts differ between rows, and names, targets and amounts repeat, as they do in the published forms.
    private static FormContent Form(Random random, int leastTasks = 1)
    {
        var count = 0;
        return FormContents.Complete with
        {
            Funding = [.. Enumerable.Range(1, random.Next(1, 5)).Select(i => new FundingLine($"来源{i}", i * 10_000_00, 0, i * 9_000_00, 9000, 0))],
            Tasks =
            [
                .. Enumerable.Range(1, random.Next(leastTasks, leastTasks + 4)).Select(task => new FormTask(
                    $"第{random.Next(1000)}项任务{task}",
                    $"预期{task}",
                    $"完成{task}",
                    random.Next(3) == 0 ? null : 100_00,
                    [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new FormIndicator(Names[random.Next(2)], "", random.Next(2) == 0 ? "100%" : "90%", $"{++count}次", ""))])),
            ],
        };
    }

    // Tasks and indicators taken out, put in, shuffled and edited.
    private static FormContent Reworked(FormContent form, Random random)
    {
        var reworked = Apply(form, SomeOf(FormEdits.Of(form), random));
        var tasks = reworked.Tasks.Where(_ => random.Next(5) > 0).ToArray();
        if (random.Next(2) == 0)
        {
            random.Shuffle(tasks);
        }

        return reworked with
        {
            Tasks = [.. tasks.SelectMany((task, i) => random.Next(4) == 0 ? [new FormTask($"新{i}", $"新预期{i}", $"新完成{i}", null, []), task] : new[] { task })],
        };
    }

    // At most one edit in a row: of a row that is written anew nobody can say which one it was.
    private static IReadOnlyList<FormEdit> SomeOf(IReadOnlyList<FormEdit> edits, Random random) =>
        [.. edits.OrderBy(_ => random.Next()).Take(random.Next(1, 8)).DistinctBy(edit => edit.Row)];

    private static IReadOnlyList<FormEdit> OnePerTask(FormContent form, Random random) =>
    [
        .. Enumerable.Range(0, form.Tasks.Count).Where(_ => random.Next(2) == 0).Select(i =>
            FormEdits.Of(form).Where(edit => edit.Path.StartsWith($"task_plan.tasks[{i}].", StringComparison.Ordinal)).OrderBy(_ => random.Next()).First()),
    ];

    private static FormContent Apply(FormContent form, IEnumerable<FormEdit> edits) => edits.Aggregate(form, (edited, edit) => edit.Apply(edited));

    private static string Shifted(string path, int place)
    {
        const string start = "task_plan.tasks[";
        var end = path.IndexOf(']', StringComparison.Ordinal);
        var task = int.Parse(path.AsSpan(start.Length, end - start.Length), System.Globalization.CultureInfo.InvariantCulture);
        return task < place ? path : $"{start}{task + 1}{path[end..]}";
    }

    private static IEnumerable<string> Changed(IEnumerable<FormDifference> differences) =>
        Of(differences, ChangeKind.Changed).Select(field => field.Field).Order(StringComparer.Ordinal);

    private static IEnumerable<(string Field, string Before, string After)> Of(IEnumerable<FormDifference> differences, ChangeKind kind) =>
        differences.Where(difference => difference.Kind == kind).Select(difference => (difference.Field, difference.Before, difference.After));

    private static IEnumerable<string> Fields(IEnumerable<FormPart> parts) =>
        parts.SelectMany(part => part.AllFields).Select(field => field.Path);
}
