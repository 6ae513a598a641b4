using FsCheck;
using FsCheck.Xunit;
using Liwan.Documents.Forms;
using Liwan.FormChanges;
using Liwan.Reports.Comparison;

namespace Liwan.Reports.Tests.Comparison;

public sealed class FormComparisonTests
{
    private static readonly string[] Names = ["系统使用覆盖率", "委员履职参与率", "会议次数", "调研报告篇数"];

    [Property(Replay = "20211231,440103", MaxTest = 300)]
    public void AForm_ComparedWithItself_HasNoDifference(PositiveInt seed)
    {
        var form = Form(new System.Random(seed.Get));
        Assert.Empty(FormComparison.Compare(form, form));
    }

    [Property(Replay = "20211231,440111", MaxTest = 300)]
    public void AnEditedText_IsThatDifferenceAndNoOther(PositiveInt seed)
    {
        var random = new System.Random(seed.Get);
        var form = Form(random);
        var task = random.Next(form.Tasks.Count);
        var indicator = random.Next(form.Tasks[task].Indicators.Count);
        var edited = form.WithIndicator(task, indicator, one => one with { Actual = $"{one.Actual}（更正）" });

        var difference = Assert.Single(FormComparison.Compare(form, edited));

        var before = form.Tasks[task].Indicators[indicator];
        Assert.Equal(
            ($"task_plan.tasks[{task}].indicators[{indicator}].actual", ChangeKind.Changed, before.Actual, $"{before.Actual}（更正）"),
            (difference.Field, difference.Kind, difference.Before, difference.After));
        Assert.Equal($"任务{task + 1}的关键指标“{before.Name}”的指标完成情况", difference.Label);
    }

    [Property(Replay = "20211231,440105", MaxTest = 300)]
    public void AnIndicatorThatIsPutIn_IsOneAddedRow_AndTakenOutAgainOneRemovedRow(PositiveInt seed)
    {
        var random = new System.Random(seed.Get);
        var form = Form(random);
        var task = random.Next(form.Tasks.Count);
        var place = random.Next(form.Tasks[task].Indicators.Count + 1);
        var added = form.WithTask(task, one => one with { Indicators = [.. one.Indicators.Take(place), new FormIndicator("新指标", "", "1次", "1次", ""), .. one.Indicators.Skip(place)] });

        var path = $"task_plan.tasks[{task}].indicators[{place}]";
        Assert.Equal([(path, ChangeKind.Added, "", "新指标")], Told(FormComparison.Compare(form, added)));
        Assert.Equal([(path, ChangeKind.Removed, "新指标", "")], Told(FormComparison.Compare(added, form)));
    }

    [Property(Replay = "20211231,440113", MaxTest = 300)]
    public void RowsThatAreShuffled_AreMovedAndNotRewritten(PositiveInt seed)
    {
        var random = new System.Random(seed.Get);
        var form = Form(random);
        var shuffled = form.WithTask(0, task =>
        {
            var indicators = task.Indicators.ToArray();
            random.Shuffle(indicators);
            return task with { Indicators = indicators };
        });

        var differences = FormComparison.Compare(form, shuffled).ToList();

        Assert.All(differences, difference => Assert.Equal(ChangeKind.Moved, difference.Kind));
        Assert.Equal(form.Tasks[0].Indicators.SequenceEqual(shuffled.Tasks[0].Indicators), differences.Count == 0);
        // One row always stays, and the others move about it.
        Assert.InRange(differences.Count, 0, form.Tasks[0].Indicators.Count - 1);
    }

    [Property(Replay = "20211231,440107", MaxTest = 300)]
    public void AnyTwoForms_DifferAlikeInBothDirections_InFieldsThatTheyHave(PositiveInt seed)
    {
        var random = new System.Random(seed.Get);
        var (one, other) = (Form(random), Form(random));

        var there = FormComparison.Compare(one, other).ToList();
        var back = FormComparison.Compare(other, one).ToList();

        Assert.Equal(there.Count(difference => difference.Kind == ChangeKind.Added), back.Count(difference => difference.Kind == ChangeKind.Removed));
        Assert.Equal(there.Count(difference => difference.Kind == ChangeKind.Removed), back.Count(difference => difference.Kind == ChangeKind.Added));
        Assert.Equal(there.Count, there.Select(difference => (difference.Field, difference.Kind)).Distinct().Count());
        var fields = Paths(other);
        Assert.All(there.Where(difference => difference.Kind != ChangeKind.Removed), difference => Assert.Contains(difference.Field, fields));
    }

    [Fact]
    public void ATaskThatIsPutInFirst_IsAdded_AndOnlyTheNumbersOfTheOthersChange()
    {
        var form = FormContents.Complete with { Tasks = [Task("任务1", "甲"), Task("任务2", "乙")] };
        var newer = form with { Tasks = [Task("任务1", "丙"), Task("任务2", "甲"), Task("任务3", "乙")] };

        Assert.Equal(
            [
                ("task_plan.tasks[0]", ChangeKind.Added, "", "丙"),
                ("task_plan.tasks[1].label", ChangeKind.Changed, "任务1", "任务2"),
                ("task_plan.tasks[2].label", ChangeKind.Changed, "任务2", "任务3"),
            ],
            Told(FormComparison.Compare(form, newer)));
    }

    [Fact]
    public void AnAmount_IsTheOneThatPrints_AndExactWhereBothPrintAlike()
    {
        var form = FormContents.Complete.WithFunding(FormContents.Row(100_00, 0, 90_00));
        var visible = FormContents.Complete.WithFunding(FormContents.Row(100_00, 0, 91_00));
        var hidden = form with { Tasks = [form.Tasks[0] with { FundsFen = form.Tasks[0].FundsFen + 1 }] };
        var blank = form with { Tasks = [form.Tasks[0] with { FundsFen = null }] };

        Assert.Equal(
            [
                ("budget.funding_rows[0].actual_expenditure", "90.00", "91.00"),
                ("budget.funding_rows[0].completion_rate_basis_points", "90.00%", "91.00%"),
                ("budget.total.actual_expenditure", "90.00", "91.00"),
                ("budget.total.completion_rate_basis_points", "90.00%", "91.00%"),
            ],
            FormComparison.Compare(form, visible).Select(difference => (difference.Field, difference.Before, difference.After)));
        Assert.Equal([("task_plan.tasks[0].funds", "9490.00 元", "9490.01 元")], FormComparison.Compare(form, hidden).Select(difference => (difference.Field, difference.Before, difference.After)));
        Assert.Equal([("task_plan.tasks[0].funds", "0.95", "")], FormComparison.Compare(form, blank).Select(difference => (difference.Field, difference.Before, difference.After)));
    }

    [Fact]
    public void ATaskThatTakesOverTheNumberOfAnother_IsAdded_ThoughTheOtherWasEdited()
    {
        var form = FormContents.Complete with { Tasks = [Task("任务1", "甲"), Task("任务2", "乙")] };
        var newer = form with { Tasks = [Task("任务1", "丙"), Task("任务2", "甲") with { Expected = "甲（更正）" }, Task("任务3", "乙")] };

        Assert.Equal(
            [
                ("task_plan.tasks[0]", ChangeKind.Added, "", "丙"),
                ("task_plan.tasks[1].label", ChangeKind.Changed, "任务1", "任务2"),
                ("task_plan.tasks[1].expected", ChangeKind.Changed, "甲", "甲（更正）"),
                ("task_plan.tasks[2].label", ChangeKind.Changed, "任务2", "任务3"),
            ],
            Told(FormComparison.Compare(form, newer)));
    }

    [Fact]
    public void OneOfTwoEqualRows_TakenOut_IsTheOnlyDifference()
    {
        var equal = new FormIndicator("委员履职参与率", "", "90%", "90%", "");
        var form = FormContents.Complete.WithTask(0, task => task with { Indicators = [equal, new FormIndicator("会议次数", "", "1次", "1次", ""), equal] });
        var newer = form.WithTask(0, task => task with { Indicators = [.. task.Indicators.Skip(1)] });

        Assert.Equal([("task_plan.tasks[0].indicators[0]", ChangeKind.Removed, "委员履职参与率", "")], Told(FormComparison.Compare(form, newer)));
        Assert.Equal([("task_plan.tasks[0].indicators[0]", ChangeKind.Added, "", "委员履职参与率")], Told(FormComparison.Compare(newer, form)));
    }

    [Theory]
    [InlineData(2000, 2000)]
    [InlineData(2001, 2000)]
    [InlineData(5000, 2000)]
    public void ALongText_IsCut(int length, int expected)
    {
        var difference = Assert.Single(FormComparison.Compare(FormContents.Complete, FormContents.Complete with { Problems = new string('长', length) }));
        Assert.Equal(expected, difference.ToProto().After.Length);
    }

    [Theory]
    [InlineData(2000, 2000)]
    [InlineData(2001, 2000)]
    public void ALongTextOfCharactersOutsideTheBasicPlane_IsCutBetweenCharacters(int length, int expected)
    {
        var text = string.Concat(Enumerable.Repeat("𠮷", length));
        var after = Assert.Single(FormComparison.Compare(FormContents.Complete, FormContents.Complete with { Problems = text })).ToProto().After;

        Assert.Equal(expected, after.EnumerateRunes().Count());
        Assert.DoesNotContain(new System.Text.Rune(0xFFFD), after.EnumerateRunes());
        Assert.Equal(length > 2000, after.EndsWith('…'));
    }

    private static IEnumerable<(string Field, ChangeKind Kind, string Before, string After)> Told(IEnumerable<FormDifference> differences) =>
        differences.Select(difference => (difference.Field, difference.Kind, difference.Before, difference.After));

    private static HashSet<string> Paths(FormContent form)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        Add(FormFields.Of(form));
        return paths;

        void Add(IEnumerable<FormPart> parts)
        {
            foreach (var part in parts)
            {
                paths.UnionWith(part.Fields.Select(field => field.Path));
                foreach (var row in part.Rows)
                {
                    paths.Add(row.Path);
                    Add(row.Parts);
                }
            }
        }
    }

    private static FormTask Task(string label, string expected) => new(label, expected, $"{expected}已完成。", null, []);

    // Names repeat, as they do in the published forms; what the rows say does not.
    private static FormContent Form(System.Random random)
    {
        var count = 0;
        return FormContents.Complete with
        {
            Tasks =
            [
                .. Enumerable.Range(1, random.Next(1, 5)).Select(task => new FormTask(
                    $"任务{task}",
                    $"预期{random.Next(1_000_000)}",
                    $"完成{random.Next(1_000_000)}",
                    random.Next(3) == 0 ? null : random.Next(1_000_000),
                    [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new FormIndicator(Names[random.Next(Names.Length)], "", $"{++count}次", $"{random.Next(100)}次", ""))])),
            ],
            Problems = $"问题{random.Next(3)}",
        };
    }
}

/// <summary>Forms with one row written anew.</summary>
internal static class EditedForms
{
    public static FormContent WithTask(this FormContent form, int task, Func<FormTask, FormTask> edit) =>
        form with { Tasks = [.. form.Tasks.Select((one, i) => i == task ? edit(one) : one)] };

    public static FormContent WithIndicator(this FormContent form, int task, int indicator, Func<FormIndicator, FormIndicator> edit) =>
        form.WithTask(task, one => one with { Indicators = [.. one.Indicators.Select((two, j) => j == indicator ? edit(two) : two)] });
}
