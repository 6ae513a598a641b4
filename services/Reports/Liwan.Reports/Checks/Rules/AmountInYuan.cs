using System.Globalization;
using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks.Rules;

/// <summary>
/// A figure that was typed in 元 where the form counts 万元, so that the amount is some 10,000 times too large. Rows and
/// tasks of one form rightly differ by a factor of thousands, so an amount is suspected only beside one that it has to be
/// near: the rest of its row, the same row of the year before, the whole that a task is a part of.
/// </summary>
internal sealed class AmountInYuan() : FormRule("amount-in-yuan", Severity.Warning)
{
    private const long FenPerWan = 1_000_000;
    private const long YuanPerWan = 10_000;

    // A factor of five either way of 10,000.
    private const long LeastTimes = 2_000;
    private const long MostTimes = 50_000;

    // An adjustment is a part of its budget, so in 元 it is fewer times the rest of its row.
    private const long LeastTimesOfAdjustment = 100;

    // Published tasks are a tenth of the whole, and hardly less than half a thousandth anywhere.
    private const long LeastTimesOfTasks = 5_000;

    private const long LeastTimesOfWhole = 10;

    // 10 billion yuan a year: more than any department of a district has.
    private static readonly Int128 Implausible = (Int128)1_000_000 * FenPerWan;

    /// <summary>Why an amount is suspected: it is many times another one.</summary>
    private readonly record struct Suspicion(string Beside, Int128 Amount);

    public override IEnumerable<Finding> Check(FormInContext context) => [.. Funding(context), .. Tasks(context)];

    private IEnumerable<Finding> Funding(FormInContext context)
    {
        var tasks = context.Form.Tasks.Aggregate(Int128.Zero, (sum, task) => sum + Int128.Max(task.FundsFen ?? 0, 0));
        foreach (var (row, i) in NamedFunding.Rows(context.Form).Select((row, i) => (row, i)))
        {
            foreach (var column in FundingColumn.All)
            {
                if (column.Amount(row.Line) is { } amount
                    && (BesideItsRow(row.Line, column, amount) ?? BesideTheYearBefore(context, row.Line, column, amount)
                        ?? BesideTheTasks(context.Form, i, column, amount, tasks) ?? BesideAnything(amount)) is { } suspicion)
                {
                    yield return Found($"{row.Field}.{column.Field}", Sentence($"{row.Name}的{column.Name}", amount, suspicion));
                }
            }
        }
    }

    private IEnumerable<Finding> Tasks(FormInContext context)
    {
        var form = context.Form;
        var whole = FundingAmounts.Sum(form.Funding).Whole ?? 0;
        var largestBefore = context.YearBefore?.Tasks.Max(task => task.FundsFen) ?? 0;
        for (var i = 0; i < form.Tasks.Count; i++)
        {
            if (form.Tasks[i].FundsFen is not { } funds)
            {
                continue;
            }

            Int128 largestOther = form.Tasks.Where((_, other) => other != i).Max(task => task.FundsFen) ?? 0;
            Suspicion? suspicion =
                whole > 0 && funds >= whole * LeastTimesOfWhole ? new("部门整体支出", whole)
                : largestOther > 0 && funds > whole && funds >= largestOther * LeastTimes ? new("其他任务中最多的", largestOther)
                : IsAbout(funds, largestBefore, LeastTimes) ? new("上年各任务中最多的", largestBefore)
                : BesideAnything(funds);
            if (suspicion is { } found)
            {
                yield return Found($"task_plan.tasks[{i}].funds", Sentence($"{Label(form, i)}的任务涉及资金", funds, found));
            }
        }
    }

    private static Suspicion? BesideItsRow(FundingLine row, FundingColumn column, long amount)
    {
        var others = FundingColumn.All.Where(other => other != column).Max(other => Magnitude(other.Amount(row)));
        return IsAbout(amount, others, column == FundingColumn.Adjustment ? LeastTimesOfAdjustment : LeastTimes) ? new("同一行其他金额中最多的", others) : null;
    }

    private static Suspicion? BesideTheYearBefore(FormInContext context, FundingLine row, FundingColumn column, long amount)
    {
        var source = row.Source.Trim();
        var before = Magnitude(context.YearBefore?.Funding.FirstOrDefault(line => line.Source.Trim() == source) is { } line ? column.Amount(line) : null);
        return IsAbout(amount, before, LeastTimes) ? new("上年同一栏的", before) : null;
    }

    private static Suspicion? BesideTheTasks(FormContent form, int row, FundingColumn column, long amount, Int128 tasks)
    {
        var largest = form.Funding.Where((_, other) => other != row).Select(other => Magnitude(column.Amount(other))).Append(tasks).Max();
        return tasks > 0 && Magnitude(amount) >= largest * LeastTimesOfTasks ? new("其他资金来源和各项任务资金中最多的", largest) : null;
    }

    private static Suspicion? BesideAnything(long amount) =>
        Magnitude(amount) >= Implausible ? new("一个区级部门不会超过的", Implausible) : null;

    private static bool IsAbout(Int128 amount, Int128 other, long leastTimes) =>
        other > 0 && Int128.Abs(amount) >= other * leastTimes && Int128.Abs(amount) <= other * MostTimes;

    private static Int128 Magnitude(long? amount) => Int128.Abs(amount ?? 0);

    private static string Sentence(string cell, long amount, Suspicion suspicion)
    {
        var times = (Magnitude(amount) / suspicion.Amount).ToString(CultureInfo.InvariantCulture);
        return $"{cell} {FundingAmounts.Wan(amount)} 万元是{suspicion.Beside} {FundingAmounts.Wan(suspicion.Amount)} 万元的 {times} 倍，"
            + $"疑似按元填报，请核对；如确是按元填报，应改为 {FundingAmounts.Wan(amount / YuanPerWan)}。";
    }
}
