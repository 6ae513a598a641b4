using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Liwan.Budgets.V1;
using Liwan.Documents.Forms;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

public sealed partial class FormChecksProperties
{
    [FormProperty]
    public void Run_OfAnyForm_PointsAtFieldsThatTheFormHas(FormContent form, FormContent yearBefore)
    {
        var findings = All.Run(form, yearBefore);

        Assert.All(findings, finding => AssertHas(form, finding.Field));
        Assert.All(findings, finding => Assert.EndsWith("。", finding.Message, StringComparison.Ordinal));
        Assert.Equal(findings, All.Run(form, yearBefore));
        Assert.Equal(findings.OrderByDescending(finding => finding.Severity), findings);
        Assert.Equal(findings.Distinct(), findings);
    }

    [FormProperty]
    public void Run_OfFiguresThatTheBudgetServiceComputes_NeverDisagrees(FormContent form)
    {
        FundingLine[] rows = [.. form.Funding.Select(row => FormContents.Row(Within(row.InitialBudgetFen), Within(row.AdjustmentFen), Within(row.ActualExpenditureFen)))];

        Assert.DoesNotContain(All.Run(form.WithFunding(rows), yearBefore: null), Disagrees);
    }

    [FormProperty]
    public void Run_OfAnyFigureThatIsOffByOne_Blocks(FormContent form, FormContent other)
    {
        var row = FormContents.Row(4248_39, -768_27, 3335_41);
        var right = form.WithFunding([row, .. other.Funding.Select(line => FormContents.Row(Within(line.InitialBudgetFen), 1, 1))]);
        var total = right.FundingTotal;

        FormContent[] wrong =
        [
            right with { FundingTotal = total with { InitialBudgetFen = total.InitialBudgetFen + 1 } },
            right with { FundingTotal = total with { AdjustmentFen = total.AdjustmentFen - 1 } },
            right with { FundingTotal = total with { ActualExpenditureFen = null } },
            right with { FundingTotal = total with { CompletionRateBasisPoints = (total.CompletionRateBasisPoints ?? 0) + 1 } },
            right with { Funding = [row with { AdjustmentRateBasisPoints = row.AdjustmentRateBasisPoints - 1 }, .. right.Funding.Skip(1)] },
        ];

        Assert.Equal(
            [
                "total-disagrees budget.total.initial_budget",
                "total-disagrees budget.total.adjustment",
                "total-disagrees budget.total.actual_expenditure",
                "rate-disagrees budget.total.completion_rate_basis_points",
                "rate-disagrees budget.funding_rows[0].adjustment_rate_basis_points",
            ],
            wrong.Select(one => All.Run(one, yearBefore: null).Where(Disagrees).Select(finding => $"{finding.Rule} {finding.Field}").First()));
    }

    private static bool Disagrees(Reports.Checks.Finding finding) => finding.Rule is "total-disagrees" or "rate-disagrees";

    // The API takes no larger amounts.
    private static long? Within(long? hundredths) => hundredths % 100_000_000_000;

    private static void AssertHas(FormContent form, string field)
    {
        var steps = field.Split('.');
        MessageDescriptor? message = steps[0] switch
        {
            "report" => Report.Descriptor,
            "budget" => Budget.Descriptor,
            "task_plan" => TaskPlan.Descriptor,
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "not a part of a form"),
        };
        var task = -1;
        foreach (var step in steps.Skip(1).Select(step => Step().Match(step)))
        {
            var name = step.Groups["name"].Value;
            var found = message?.FindFieldByName(name);
            Assert.True(found is not null, field);
            if (step.Groups["index"] is { Success: true } group)
            {
                var index = int.Parse(group.Value, CultureInfo.InvariantCulture);
                Assert.True(found.IsRepeated, field);
                var count = name switch
                {
                    "funding_rows" => form.Funding.Count,
                    "tasks" => form.Tasks.Count,
                    "indicators" => form.Tasks[task].Indicators.Count,
                    _ => 0,
                };
                Assert.InRange(index, 0, count - 1);
                task = name == "tasks" ? index : task;
            }

            message = found.FieldType == FieldType.Message ? found.MessageType : null;
        }
    }

    [GeneratedRegex(@"^(?<name>[a-z_]+)(\[(?<index>[0-9]+)\])?$")]
    private static partial Regex Step();
}
