using System.Globalization;
using Liwan.Budgets.V1;

namespace Liwan.Cli.FormFiles;

/// <summary>A printed figure that the amounts do not give.</summary>
/// <param name="Path">JSON path of the printed figure.</param>
/// <param name="Printed">What the form file says was printed.</param>
/// <param name="Computed">What the budget service computes, as it would be printed; 空白 for nothing.</param>
internal sealed record PrintedDisagreement(string Path, string Printed, string Computed)
{
    public string Message => $"表上印的是 {Printed}，按各行金额应为 {Computed}";
}

/// <summary>Compares totals and rates as they were printed with those that the budget service computes.</summary>
internal static class PrintedFigures
{
    private const string Blank = "空白";

    /// <summary>The figures that disagree, in the order of the form; a figure that was not printed cannot disagree.</summary>
    public static IReadOnlyList<PrintedDisagreement> Compare(Funding printed, Budget computed)
    {
        var all = new List<PrintedDisagreement?>();
        if (printed.Total is { } total)
        {
            var ours = computed.Total ?? new FundingTotal();
            all.Add(CompareAmount("$.funding.total.initialBudget", total.InitialBudget, ours.InitialBudget));
            all.Add(CompareAmount("$.funding.total.adjustment", total.Adjustment, ours.Adjustment));
            all.Add(CompareAmount("$.funding.total.actualExpenditure", total.ActualExpenditure, ours.ActualExpenditure));
            all.Add(CompareRate("$.funding.total.completionRate", total.CompletionRate, ours.HasCompletionRateBasisPoints ? ours.CompletionRateBasisPoints : null));
            all.Add(CompareRate("$.funding.total.adjustmentRate", total.AdjustmentRate, ours.HasAdjustmentRateBasisPoints ? ours.AdjustmentRateBasisPoints : null));
        }

        foreach (var ((row, ours), i) in printed.Rows.Zip(computed.FundingRows).Select((pair, i) => (pair, i)))
        {
            all.Add(CompareRate($"$.funding.rows[{i}].completionRate", row.CompletionRate, ours.HasCompletionRateBasisPoints ? ours.CompletionRateBasisPoints : null));
            all.Add(CompareRate($"$.funding.rows[{i}].adjustmentRate", row.AdjustmentRate, ours.HasAdjustmentRateBasisPoints ? ours.AdjustmentRateBasisPoints : null));
        }

        return [.. all.OfType<PrintedDisagreement>()];
    }

    /// <summary>A rate as forms print it, such as <c>98.61%</c>; empty for none.</summary>
    public static string Rate(long? basisPoints) =>
        basisPoints is { } points ? (points / 100m).ToString("0.00'%'", CultureInfo.InvariantCulture) : "";

    /// <summary>A computed total as forms print it.</summary>
    public static PrintedTotal Printed(FundingTotal total) => new(
        Wan(total.InitialBudget),
        Wan(total.Adjustment),
        Wan(total.ActualExpenditure),
        Rate(total.HasCompletionRateBasisPoints ? total.CompletionRateBasisPoints : null),
        Rate(total.HasAdjustmentRateBasisPoints ? total.AdjustmentRateBasisPoints : null));

    private static PrintedDisagreement? CompareAmount(string path, string printed, Google.Type.Money? computed)
    {
        // The print decides how many decimals count: 2,165.98 agrees with 2,165.9823 万元.
        var figure = Figure(printed, "");
        return Agrees(printed, figure, Amount.FromMoney(computed)?.RoundedWan(Decimals(figure))) ? null : new(path, printed, OrBlank(Wan(computed)));
    }

    private static PrintedDisagreement? CompareRate(string path, string printed, long? computed)
    {
        var figure = Figure(printed, "%");
        var rounded = computed is { } points ? Math.Round(points / 100m, Decimals(figure), MidpointRounding.AwayFromZero) : (decimal?)null;
        return Agrees(printed, figure, rounded) ? null : new(path, printed, OrBlank(Rate(computed)));
    }

    private static bool Agrees(string printed, decimal? figure, decimal? computed) => printed.Trim() switch
    {
        "" => true,
        "—" or "-" or "/" => computed is null,
        _ => figure is not null && figure == computed,
    };

    private static decimal? Figure(string printed, string suffix)
    {
        var text = printed.Trim().Replace('％', '%');
        return text.EndsWith(suffix, StringComparison.Ordinal)
            && decimal.TryParse(text[..^suffix.Length], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var figure)
            ? figure
            : null;
    }

    private static int Decimals(decimal? figure) => figure?.Scale ?? 2;

    private static string Wan(Google.Type.Money? money) =>
        Amount.FromMoney(money)?.RoundedWan(2).ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string OrBlank(string text) => text.Length == 0 ? Blank : text;
}
