using Liwan.Documents.Forms;

namespace Liwan.Documents.Reading;

/// <summary>Reads the rows of 主要任务: which belong to one task, and the indicator of each.</summary>
internal sealed class TaskReader(CellTable table, List<CellReading> readings, decimal fenOfUnit)
{
    private static readonly FormLabel[] OfTask = [FormLabel.Task, FormLabel.TaskExpected, FormLabel.TaskAchieved, FormLabel.Funds];
    private static readonly (FormLabel Label, string Field)[] OfIndicator =
        [(FormLabel.Indicator, "display_name"), (FormLabel.Definition, "definition"), (FormLabel.Target, "target"), (FormLabel.Actual, "actual")];

    private Dictionary<FormLabel, FoundCell> _columns = [];

    /// <summary>Reads the rows between a row of heads and the next block.</summary>
    public List<FormTask> Read(Dictionary<FormLabel, FoundCell> columns, int? head, int end)
    {
        _columns = columns;
        var tasks = new List<FormTask>();
        for (int row = (head ?? 0) + 1; head is not null && row < end;)
        {
            if (IsBlank(row))
            {
                row++;
                continue;
            }

            int last = LastRow(row, end);
            tasks.Add(ReadTask(row, last, $"task_plan.tasks[{tasks.Count}]"));
            row = last + 1;
        }

        return tasks;
    }

    /// <summary>The last row of the task that begins in a row: as far as its cells reach, and over rows that say nothing of a task of their own.</summary>
    private int LastRow(int first, int end)
    {
        int last = first;
        for (int row = first + 1; row < end; row++)
        {
            bool covered = OfTask.Any(label => Cell(label, row) is { } cell && cell.Row < row && cell.Row >= first);
            bool begins = OfTask.Any(label => Own(label, row) is { } cell && !string.IsNullOrWhiteSpace(cell.Text));
            if (begins && !Covered(row, first))
            {
                break;
            }

            if (covered || !IsBlank(row))
            {
                last = row;
            }
        }

        return last;
    }

    // The label tells best where a task ends; what stands beside it may be split.
    private bool Covered(int row, int first) => Cell(FormLabel.Task, row) is { } label && label.Row < row && label.Row >= first;

    private FormTask ReadTask(int first, int last, string field)
    {
        string label = Joined(FormLabel.Task, first, last, $"{field}.label");
        string expected = Joined(FormLabel.TaskExpected, first, last, $"{field}.expected");
        string achieved = Joined(FormLabel.TaskAchieved, first, last, $"{field}.achieved");
        long? funds = Funds(first, last, $"{field}.funds");
        var indicators = new List<FormIndicator>();
        for (int row = first; row <= last; row++)
        {
            string[] texts = [.. OfIndicator.Select(column => Cell(column.Label, row)?.Text ?? "")];
            if (!Array.Exists(texts, text => !string.IsNullOrWhiteSpace(text)))
            {
                continue;
            }

            bool byPosition = row > first && !IsOfTask(row, first);
            string path = $"{field}.indicators[{indicators.Count}]";
            foreach ((FormLabel column, string name) in OfIndicator)
            {
                if (Cell(column, row) is { } cell)
                {
                    // A cell over several indicators speaks for each of them.
                    CellNote.Add(readings, table, cell, $"{path}.{name}", byPosition || (cell.RowSpan > 1 && cell.Row >= first && last > first));
                }
            }

            indicators.Add(new FormIndicator(texts[0], texts[1], texts[2], texts[3], ""));
        }

        return new FormTask(label, expected, achieved, funds, indicators);
    }

    private string Joined(FormLabel label, int first, int last, string field)
    {
        var texts = new List<string>();
        for (int row = first; row <= last; row++)
        {
            if (Own(label, row) is { } cell)
            {
                CellNote.Add(readings, table, cell, field, byPosition: row > first && cell.Text.Length > 0);
                if (cell.Text.Length > 0)
                {
                    texts.Add(cell.Text);
                }
            }
        }

        return string.Join('\n', texts);
    }

    private long? Funds(int first, int last, string field)
    {
        long? funds = null;
        for (int row = first; row <= last; row++)
        {
            if (Own(FormLabel.Funds, row) is not { } cell || string.IsNullOrWhiteSpace(cell.Text))
            {
                continue;
            }

            var amount = ReadAmount.Of(cell, fenOfUnit);
            if (amount.Doubt != ReadingDoubt.None || funds is not null)
            {
                table.Use(cell);
                readings.Add(new CellReading(field, cell.Place, cell.Text, 0.5, funds is null ? amount.Doubt : ReadingDoubt.NotUnderstood, funds is null ? amount.Message : "这项任务有两个资金数，只取了第一个。"));
            }
            else
            {
                CellNote.Add(readings, table, cell, field);
            }

            funds ??= amount.Fen;
        }

        return funds;
    }

    private bool IsOfTask(int row, int first) => OfTask.Any(label => Cell(label, row) is { } cell && cell.Row < row && cell.Row >= first);

    private bool IsBlank(int row) => _columns.Keys.All(label => string.IsNullOrWhiteSpace(Cell(label, row)?.Text));

    private FoundCell? Cell(FormLabel label, int row) => _columns.TryGetValue(label, out FoundCell? head) ? table.At(row, head.Column) : null;

    private FoundCell? Own(FormLabel label, int row) => Cell(label, row) is { } cell && cell.Row == row ? cell : null;
}
