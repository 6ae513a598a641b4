using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Budgets.Budgets;

/// <summary>Between budgets on the wire and inside; what comes in is checked on the way.</summary>
internal static class BudgetMapping
{
    public const string Collection = "budgets";

    private const int MostRows = 50;
    private const string TotalLabel = "合计";

    /// <summary>Reads the rows of a budget, and checks every total and rate that it states against them.</summary>
    public static IReadOnlyList<FundingRow> ReadRows(Violations violations, V1.Budget budget, ItemUids uids)
    {
        const string path = "budget.funding_rows";
        if (budget.FundingRows.Count > MostRows)
        {
            violations.Add(path, ErrorCatalogue.TooManyItems, ("value", Print(budget.FundingRows.Count)), ("limit", Print(MostRows)));
            return [];
        }

        var before = violations.Items.Count;
        var rows = budget.FundingRows.Select((row, i) => ReadRow(violations, $"{path}[{i}]", row, uids)).ToList();
        if (violations.Items.Count == before)
        {
            // Only figures that could be read can disagree.
            CheckStated(violations, budget, rows);
        }

        return rows;
    }

    public static V1.Budget Write(Budget budget) => new()
    {
        Name = budget.Key.In(Collection),
        FundingRows = { budget.Rows.Select(Write) },
        Total = WriteTotal(budget.Total),
        Locked = budget.Locked,
        CreateTime = Timestamp.FromDateTimeOffset(budget.CreateTime),
        UpdateTime = Timestamp.FromDateTimeOffset(budget.UpdateTime),
        Etag = budget.Etag,
    };

    /// <summary>Returns the budget with the etag of its content and times.</summary>
    public static Budget WithEtag(Budget budget) =>
        budget with { Etag = Etags.Of(Write(budget with { Etag = string.Empty, Locked = false })) };

    private static FundingRow ReadRow(Violations violations, string path, V1.FundingRow row, ItemUids uids)
    {
        var source = FormText.Read(violations, $"{path}.source", row.Source, FormText.NameLimit, required: true);
        // The forms space the label out: 合 计.
        if (string.Concat(source.Where(character => !char.IsWhiteSpace(character))) == TotalLabel)
        {
            violations.Add($"{path}.source", ErrorCatalogue.ValueNotAccepted, ("value", source), ("expected", "资金来源；“合计”由系统计算"));
        }

        var amounts = new Amounts(
            FormMoney.Read(violations, $"{path}.initial_budget", row.InitialBudget),
            FormMoney.Read(violations, $"{path}.adjustment", row.Adjustment),
            FormMoney.Read(violations, $"{path}.actual_expenditure", row.ActualExpenditure));
        return new FundingRow(uids.Resolve(violations, $"{path}.uid", row.Uid), source, amounts);
    }

    private static void CheckStated(Violations violations, V1.Budget budget, List<FundingRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var stated = budget.FundingRows[i];
            var path = $"budget.funding_rows[{i}]";
            CheckRate(violations, $"{path}.completion_rate_basis_points", stated.HasCompletionRateBasisPoints, stated.CompletionRateBasisPoints, rows[i].Amounts.CompletionRate);
            CheckRate(violations, $"{path}.adjustment_rate_basis_points", stated.HasAdjustmentRateBasisPoints, stated.AdjustmentRateBasisPoints, rows[i].Amounts.AdjustmentRate);
        }

        if (budget.Total is { } total)
        {
            var sums = Amounts.Sum(rows.Select(row => row.Amounts));
            CheckMoney(violations, "budget.total.initial_budget", total.InitialBudget, sums.InitialBudget);
            CheckMoney(violations, "budget.total.adjustment", total.Adjustment, sums.Adjustment);
            CheckMoney(violations, "budget.total.actual_expenditure", total.ActualExpenditure, sums.ActualExpenditure);
            CheckRate(violations, "budget.total.completion_rate_basis_points", total.HasCompletionRateBasisPoints, total.CompletionRateBasisPoints, sums.CompletionRate);
            CheckRate(violations, "budget.total.adjustment_rate_basis_points", total.HasAdjustmentRateBasisPoints, total.AdjustmentRateBasisPoints, sums.AdjustmentRate);
        }
    }

    private static void CheckMoney(Violations violations, string path, Money? stated, long? computed)
    {
        if (stated is not null && FormMoney.Read(violations, path, stated) is { } fen && fen != computed)
        {
            Disagree(violations, path, PrintMoney(fen), computed is { } sum ? PrintMoney(sum) : null);
        }
    }

    private static void CheckRate(Violations violations, string path, bool isStated, long stated, long? computed)
    {
        if (isStated && stated != computed)
        {
            Disagree(violations, path, PrintRate(stated), computed is { } rate ? PrintRate(rate) : null);
        }
    }

    private static void Disagree(Violations violations, string path, string stated, string? computed) =>
        violations.Add(path, ErrorCatalogue.StatedFigureDisagrees, ("value", stated), ("computed", computed ?? "—"));

    private static V1.FundingRow Write(FundingRow row)
    {
        var message = new V1.FundingRow
        {
            Uid = row.Uid,
            Source = row.Source,
            InitialBudget = FormMoney.Write(row.Amounts.InitialBudget),
            Adjustment = FormMoney.Write(row.Amounts.Adjustment),
            ActualExpenditure = FormMoney.Write(row.Amounts.ActualExpenditure),
        };
        if (row.Amounts.CompletionRate is { } completion)
        {
            message.CompletionRateBasisPoints = completion;
        }

        if (row.Amounts.AdjustmentRate is { } adjustment)
        {
            message.AdjustmentRateBasisPoints = adjustment;
        }

        return message;
    }

    private static V1.FundingTotal WriteTotal(Amounts total)
    {
        var message = new V1.FundingTotal
        {
            InitialBudget = FormMoney.Write(total.InitialBudget),
            Adjustment = FormMoney.Write(total.Adjustment),
            ActualExpenditure = FormMoney.Write(total.ActualExpenditure),
        };
        if (total.CompletionRate is { } completion)
        {
            message.CompletionRateBasisPoints = completion;
        }

        if (total.AdjustmentRate is { } adjustment)
        {
            message.AdjustmentRateBasisPoints = adjustment;
        }

        return message;
    }

    private static string PrintMoney(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string PrintRate(long basisPoints) => (basisPoints / 100m).ToString("0.00", CultureInfo.InvariantCulture) + "%";

    private static string Print(int value) => value.ToString(CultureInfo.InvariantCulture);
}
