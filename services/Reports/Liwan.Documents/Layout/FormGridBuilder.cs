using System.Globalization;
using Liwan.Documents.Appendices;
using Liwan.Documents.Forms;

namespace Liwan.Documents.Layout;

/// <summary>Lays a form out as its printed template does.</summary>
public static class FormGridBuilder
{
    /// <summary>The template of the forms of fiscal year 2021, 荔湾区部门整体支出绩效自评表.</summary>
    public const string Liwan2021 = "liwan-2021";

    /// <summary>The only unit that <see cref="Liwan2021"/> prints amounts in.</summary>
    public const string WanYuan = "万元";

    /// <summary>Lays out <paramref name="form"/>, and behind it <paramref name="appendices"/> in their order.</summary>
    /// <exception cref="ArgumentException">The template is unknown, or its unit is not one the template prints.</exception>
    public static FormGrid Build(FormContent form, params IEnumerable<FormAppendix> appendices)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Template != Liwan2021)
        {
            throw new ArgumentException($"表格模板“{form.Template}”未知，目前支持：{Liwan2021}。", nameof(form));
        }

        if (form.AmountUnit != WanYuan)
        {
            throw new ArgumentException($"模板 {Liwan2021} 的金额单位应为“{WanYuan}”，而不是“{form.AmountUnit}”。", nameof(form));
        }

        return new Liwan2021Table(form).ToGrid() with { Appendices = [.. appendices.Select(AppendixGrid.Build)] };
    }

    /// <summary>The note that explains why printed rows may not add up to the printed total.</summary>
    public const string RoundingNote = "注：因四舍五入，分项与合计可能存在尾差。";

    /// <summary>Whether the amounts of <paramref name="rows"/> add up to <paramref name="total"/> while their printed figures do not.</summary>
    internal static bool RoundingShows(FundingLine total, IReadOnlyList<FundingLine> rows) =>
        ColumnRoundingShows(total, rows, line => line.InitialBudgetFen)
        || ColumnRoundingShows(total, rows, line => line.AdjustmentFen)
        || ColumnRoundingShows(total, rows, line => line.ActualExpenditureFen);

    private static bool ColumnRoundingShows(FundingLine total, IReadOnlyList<FundingLine> rows, Func<FundingLine, long?> amount)
    {
        if (amount(total) is not { } printedTotal)
        {
            return false;
        }

        Int128 fen = 0;
        Int128 hundredths = 0;
        foreach (FundingLine row in rows)
        {
            // A blank row counts for nothing in the total and prints nothing.
            long value = amount(row) ?? 0;
            fen += value;
            hundredths += PrintedFigures.HundredthsOfWanYuan(value);
        }

        return fen == printedTotal && hundredths != PrintedFigures.HundredthsOfWanYuan(printedTotal);
    }

    /// <summary>The label a task prints: what was typed, else its number.</summary>
    internal static string TaskLabel(FormTask task, int index) =>
        string.IsNullOrWhiteSpace(task.Label) ? string.Create(CultureInfo.InvariantCulture, $"任务{index + 1}") : task.Label;
}
