using System.Globalization;
using Liwan.Documents.Forms;

namespace Liwan.Documents.Reading;

/// <summary>Reads the rows of 部门资金情况.</summary>
internal sealed class FundingReader(CellTable table, List<CellReading> readings, decimal fenOfUnit)
{
    private static readonly FundingLine Blank = new("", null, null, null, null, null);

    /// <summary>Reads the rows between a row of heads and the next block.</summary>
    public (FundingLine Total, List<FundingLine> Lines) Read(Dictionary<FormLabel, FoundCell> columns, int? head, int end)
    {
        FundingLine? total = null;
        var lines = new List<FundingLine>();
        for (int row = (head ?? 0) + 1; head is not null && row < end; row++)
        {
            List<FoundCell> cells = [.. columns.Values.Select(column => table.At(row, column.Column)).OfType<FoundCell>().Where(cell => cell.Row == row)];
            if (!cells.Exists(cell => !string.IsNullOrWhiteSpace(cell.Text)))
            {
                continue;
            }

            string source = FormLabels.Fold(At(columns, FormLabel.Source, row)?.Text ?? "");
            if (total is null && source is "合计" or "总计" or "小计")
            {
                total = ReadLine(columns, row, "budget.total");
            }
            else
            {
                lines.Add(ReadLine(columns, row, $"budget.funding_rows[{lines.Count}]"));
            }
        }

        if (total is null)
        {
            readings.Add(new CellReading("budget.total", "", "", 0, ReadingDoubt.Missing, "没有找到“合计”行，合计将由系统计算。"));
        }

        Compare(total, lines);
        return (total ?? Blank with { Source = "合计" }, lines);
    }

    private FundingLine ReadLine(Dictionary<FormLabel, FoundCell> columns, int row, string field)
    {
        string source = "";
        if (At(columns, FormLabel.Source, row) is { } cell)
        {
            source = cell.Text;
            CellNote.Add(readings, table, cell, $"{field}.source");
        }

        var line = new FundingLine(
            source,
            Amount(columns, FormLabel.InitialBudget, row, $"{field}.initial_budget"),
            Amount(columns, FormLabel.Adjustment, row, $"{field}.adjustment"),
            Amount(columns, FormLabel.ActualExpenditure, row, $"{field}.actual_expenditure"),
            null,
            null);
        long? spendable = line.InitialBudgetFen + line.AdjustmentFen;
        return line with
        {
            CompletionRateBasisPoints = Rate(columns, FormLabel.CompletionRate, row, $"{field}.completion_rate_basis_points", line.ActualExpenditureFen, spendable),
            AdjustmentRateBasisPoints = Rate(columns, FormLabel.AdjustmentRate, row, $"{field}.adjustment_rate_basis_points", line.AdjustmentFen, line.InitialBudgetFen),
        };
    }

    private long? Amount(Dictionary<FormLabel, FoundCell> columns, FormLabel label, int row, string field)
    {
        if (At(columns, label, row) is not { } cell)
        {
            return null;
        }

        var amount = ReadAmount.Of(cell, fenOfUnit);
        if (amount.Doubt == ReadingDoubt.None)
        {
            CellNote.Add(readings, table, cell, field);
        }
        else
        {
            table.Use(cell);
            readings.Add(new CellReading(field, cell.Place, cell.Text, 0.5, amount.Doubt, amount.Message));
        }

        return amount.Fen;
    }

    /// <summary>A printed rate, held against what follows from the printed amounts, each of which may be rounded.</summary>
    private long? Rate(Dictionary<FormLabel, FoundCell> columns, FormLabel label, int row, string field, long? part, long? whole)
    {
        if (At(columns, label, row) is not { } cell)
        {
            return null;
        }

        long? rate = ReadRate(cell);
        if (rate is { } points && part is { } numerator && whole is > 0)
        {
            double rounding = fenOfUnit == 1_000_000m ? 5_000 : 0;
            double exact = numerator * 10_000d / whole.Value;
            double slack = 1 + (10_000d * rounding * (1 + Math.Abs((double)numerator / whole.Value)) * 2 / whole.Value);
            if (Math.Abs(exact - points) > slack)
            {
                table.Use(cell);
                readings.Add(new CellReading(field, cell.Place, cell.Text, 0.5, ReadingDoubt.FigureDiffers, string.Create(CultureInfo.InvariantCulture, $"{FormLabels.Print(label)}“{cell.Text}”与按金额计算的 {exact / 100:0.00}% 不符，以金额为准。")));
                return rate;
            }
        }

        CellNote.Add(readings, table, cell, field);
        return rate;
    }

    private static long? ReadRate(FoundCell cell)
    {
        string text = FormLabels.Fold(cell.Text);
        if (cell.Number is { } number && text.EndsWith('%') && Math.Abs(number) < 1_000_000_000)
        {
            return (long)Math.Round(number * 10_000, MidpointRounding.AwayFromZero);
        }

        return decimal.TryParse(text.TrimEnd('%'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out decimal percent) && Math.Abs(percent) < 1_000_000_000_000
            ? (long)Math.Round(percent * 100, MidpointRounding.AwayFromZero)
            : null;
    }

    private void Compare(FundingLine? total, List<FundingLine> lines)
    {
        if (total is null || lines.Count == 0)
        {
            return;
        }

        (string Field, string Name, Func<FundingLine, long?> Amount)[] columns =
        [
            ("initial_budget", "年初预算数", line => line.InitialBudgetFen), ("adjustment", "预算调整数", line => line.AdjustmentFen), ("actual_expenditure", "实际支出数", line => line.ActualExpenditureFen),
        ];
        foreach ((string field, string name, Func<FundingLine, long?> amount) in columns)
        {
            if (amount(total) is not { } printed || lines.TrueForAll(line => amount(line) is null))
            {
                continue;
            }

            decimal sum = lines.Sum(line => (decimal)(amount(line) ?? 0));
            if (Math.Abs(sum - printed) > 5_000m * (lines.Count + 1))
            {
                readings.Add(new CellReading($"budget.total.{field}", "", PrintedFigures.Amount(printed), 0.5, ReadingDoubt.FigureDiffers, string.Create(CultureInfo.InvariantCulture, $"{name}的合计 {printed / 1_000_000m:0.00} 与各行之和 {sum / 1_000_000m:0.00} 不符，合计将由系统按各行计算。")));
            }
        }
    }

    private FoundCell? At(Dictionary<FormLabel, FoundCell> columns, FormLabel label, int row) =>
        columns.TryGetValue(label, out FoundCell? head) && table.At(row, head.Column) is { } cell && cell.Row == row ? cell : null;
}
