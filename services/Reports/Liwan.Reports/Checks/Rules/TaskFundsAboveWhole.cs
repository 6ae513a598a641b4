namespace Liwan.Reports.Checks.Rules;

/// <summary>
/// Tasks that claim more money than the department had. The whole is the adjusted budget or what was spent, whichever is
/// more, because forms do not say which of the two 任务涉及资金 is a part of. It need not be used up: tasks are the named
/// ones, in published forms a tenth of the whole.
/// </summary>
internal sealed class TaskFundsAboveWhole() : FormRule("task-funds-above-whole", Severity.Warning)
{
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        var sum = context.Form.Tasks.Aggregate(Int128.Zero, (sum, task) => sum + (task.FundsFen ?? 0));
        if (FundingAmounts.Sum(context.Form.Funding).Whole is { } whole && sum > whole)
        {
            yield return Found(
                "task_plan.tasks",
                $"各项任务涉及资金相加是 {FundingAmounts.Wan(sum)} 万元，多于部门整体支出的 {FundingAmounts.Wan(whole)} 万元（调整后预算与实际支出取大者），请核对各任务的资金。");
        }
    }
}
