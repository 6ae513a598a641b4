using Liwan.Documents.Layout;

namespace Liwan.Documents.Xlsx;

/// <summary>What the cells of a blank form show, which of them are to be filled in, and what a spreadsheet says there.</summary>
internal sealed class BlankCells
{
    // Columns of the funding block, and the column of a task's funds.
    private const int Initial = 2;
    private const int Adjustment = 3;
    private const int Actual = 4;
    private const int CompletionRate = 5;
    private const int TaskFunds = 8;

    private const double ObjectiveHeight = 160;
    private const double LongTextHeight = 80;
    private const double IndicatorHeight = 40;

    private readonly int _fundingHead;
    private readonly int _objectiveHead;
    private readonly int _taskHead;
    private readonly int _lastTaskRow;
    private readonly Dictionary<int, string> _taskLabels = [];
    private readonly SortedDictionary<InputField, List<CellRange>> _fields = [];

    public BlankCells(FormGrid grid, IReadOnlyList<string> taskLabels)
    {
        int[] heads = [.. grid.Cells.Where(cell => cell is { Role: CellRole.ColumnHead, Column: <= 1 }).Select(cell => cell.Row).Distinct()];
        (_fundingHead, _objectiveHead, _taskHead) = (heads[0], heads[1], heads[2]);
        GridCell[] labels = [.. grid.Cells.Where(cell => cell is { Role: CellRole.RowHead, Column: 0 } && cell.Row > _taskHead).Take(taskLabels.Count)];
        for (int i = 0; i < labels.Length; i++)
        {
            _taskLabels.Add(labels[i].Row, taskLabels[i]);
        }

        _lastTaskRow = labels.Length == 0 ? _taskHead : labels[^1].Row + labels[^1].RowSpan - 1;
    }

    /// <summary>Plans a cell; on the way collects what is to be filled in.</summary>
    public PlannedCell Plan(GridCell cell, IReadOnlyList<int> sheetRows)
    {
        InputField? field = FieldOf(cell);
        if (field is null)
        {
            return Fixed(cell, sheetRows);
        }

        if (sheetRows[^1] > 0)
        {
            Collect(field.Value, new CellRange(sheetRows[cell.Row], cell.Column, sheetRows[cell.Row + cell.RowSpan] - 1, cell.Column + cell.ColumnSpan - 1));
        }

        string text = _taskLabels.TryGetValue(cell.Row, out string? label) && cell.Column == 0 ? label : cell.Text;
        return new PlannedCell(cell.Column, LookOf(cell, field.Value), text) { MinHeight = RoomFor(field.Value) };
    }

    /// <summary>What a spreadsheet says at the cells that were planned.</summary>
    public IEnumerable<InputRule> InputRules() => _fields.Select(field => InputFields.Rule(field.Key, field.Value));

    /// <summary>Adds cells to fill in, in one range with those directly above: Excel takes only so many ranges.</summary>
    private void Collect(InputField field, CellRange cells)
    {
        if (!_fields.TryGetValue(field, out List<CellRange>? ranges))
        {
            _fields.Add(field, ranges = []);
        }

        int above = ranges.FindLastIndex(range => (range.Left, range.Right, range.Bottom + 1) == (cells.Left, cells.Right, cells.Top));
        if (above >= 0)
        {
            ranges[above] = ranges[above] with { Bottom = cells.Bottom };
        }
        else
        {
            ranges.Add(cells);
        }
    }

    /// <summary>What a clerk fills in there; null for what is printed or computed.</summary>
    private InputField? FieldOf(GridCell cell)
    {
        if (_taskLabels.ContainsKey(cell.Row) && cell.Column == 0)
        {
            return InputField.TaskLabel;
        }

        if (cell.Role is CellRole.ColumnHead or CellRole.RowHead)
        {
            return null;
        }

        if (cell.Row < _fundingHead)
        {
            return cell.Text.Length == 0 ? InputField.Department : null;
        }

        if (cell.Row < _objectiveHead)
        {
            return cell.Row == _fundingHead + 1 || cell.Column >= CompletionRate ? null : cell.Column == 1 ? InputField.Source : InputField.Amount;
        }

        if (cell.Row < _taskHead)
        {
            return cell.Column == 1 ? InputField.ExpectedObjective : InputField.AchievedObjective;
        }

        if (cell.Row > _lastTaskRow)
        {
            return cell.Row == _lastTaskRow + 1 ? InputField.Problems : InputField.Improvements;
        }

        return cell.Column switch
        {
            1 => InputField.TaskExpected,
            3 => InputField.TaskAchieved,
            4 => InputField.IndicatorName,
            5 => InputField.IndicatorDefinition,
            6 => InputField.IndicatorTarget,
            TaskFunds => InputField.TaskFunds,
            _ => InputField.IndicatorActual,
        };
    }

    private PlannedCell Fixed(GridCell cell, IReadOnlyList<int> sheetRows)
    {
        var look = new CellLook { Bordered = true, Font = cell.Role is CellRole.ColumnHead or CellRole.RowHead ? CellFont.Head : CellFont.Body };
        if (cell.Role != CellRole.Figure)
        {
            return new PlannedCell(cell.Column, FormSheet.Quoted(look, cell.Text), cell.Text);
        }

        int row = sheetRows[cell.Row];
        return cell.Column < CompletionRate
            ? new PlannedCell(cell.Column, look with { Number = NumberForm.TwoDecimals }, Formula: Total(cell.Column, sheetRows))
            : new PlannedCell(cell.Column, look with { Number = NumberForm.Percent }, Formula: cell.Column == CompletionRate ? Completion(row) : Adjusted(row));
    }

    /// <summary>The sum of a column. It reaches down to the head of the next block, which holds no number: so rows inserted at the end count too.</summary>
    private string Total(int column, IReadOnlyList<int> sheetRows)
    {
        string rows = new CellRange(sheetRows[_fundingHead + 2], column, sheetRows[_objectiveHead], column).ToString();
        return $"IF(COUNT({rows})=0,\"\",ROUND(SUM({rows}),6))";
    }

    private static string Completion(int row)
    {
        (string initial, string adjustment, string actual) = (CellRange.Address(row, Initial), CellRange.Address(row, Adjustment), CellRange.Address(row, Actual));
        return $"IF(COUNT({initial},{adjustment},{actual})<3,\"\",IF(ROUND({initial}+{adjustment},6)<=0,\"—\",ROUND({actual}/({initial}+{adjustment}),4)))";
    }

    private static string Adjusted(int row)
    {
        (string initial, string adjustment) = (CellRange.Address(row, Initial), CellRange.Address(row, Adjustment));
        return $"IF(COUNT({initial},{adjustment})<2,\"\",IF({initial}<=0,\"—\",ROUND({adjustment}/{initial},4)))";
    }

    private static CellLook LookOf(GridCell cell, InputField field)
    {
        var look = new CellLook { Bordered = true, ToFill = true, Horizontal = cell.Role == CellRole.Paragraph ? "left" : "center" };
        return InputFields.IsAmount(field)
            ? look with { Number = NumberForm.TwoDecimals }

            // Else 90% or 1-2 would become a number or a date while it is typed. Long texts go without: Excel 2007 shows them as ####.
            : cell.Role == CellRole.Paragraph ? FormSheet.Quoted(look, cell.Text) : look with { Number = NumberForm.Text };
    }

    private static double RoomFor(InputField field) => field switch
    {
        InputField.ExpectedObjective or InputField.AchievedObjective => ObjectiveHeight,
        InputField.Problems or InputField.Improvements => LongTextHeight,
        InputField.IndicatorName => IndicatorHeight,
        _ => 0,
    };
}
