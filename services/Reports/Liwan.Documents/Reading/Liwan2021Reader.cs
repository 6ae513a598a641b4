using Liwan.Documents.Appendices;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Reading;

/// <summary>Understands a found table as the form of template liwan-2021: by its labels and by where cells stand under and beside them.</summary>
internal sealed class Liwan2021Reader
{
    private static readonly FormLabel[] FundingLabels =
        [FormLabel.Source, FormLabel.InitialBudget, FormLabel.Adjustment, FormLabel.ActualExpenditure, FormLabel.CompletionRate, FormLabel.AdjustmentRate];

    private static readonly FormLabel[] TaskLabels =
        [FormLabel.Task, FormLabel.TaskExpected, FormLabel.TaskAchieved, FormLabel.Indicator, FormLabel.Definition, FormLabel.Target, FormLabel.Actual, FormLabel.Funds];

    private readonly CellTable _table;
    private readonly List<CellReading> _readings = [];
    private readonly HeadingReader _heading;
    private readonly decimal _fenOfUnit;
    private readonly SortedSet<int> _anchors = [];

    private Liwan2021Reader(FoundDocument document)
    {
        _table = new CellTable(document.Table);
        _heading = new HeadingReader(document.LinesAbove, _readings);
        if (_heading.Unit is null)
        {
            _readings.Add(new CellReading("report.amount_unit", "", "", 0.5, ReadingDoubt.AmountAdjusted, "没有写明金额单位，已按万元读取，请核对金额。"));
        }
        else if (_heading.Unit != FormGridBuilder.WanYuan)
        {
            _readings.Add(new CellReading("report.amount_unit", "", _heading.Unit, 1, ReadingDoubt.AmountAdjusted, $"金额单位是{_heading.Unit}，已换算为万元。"));
        }

        _fenOfUnit = ReadAmount.FenOf(_heading.Unit ?? FormGridBuilder.WanYuan)!.Value;
    }

    /// <summary>Reads <paramref name="document"/>.</summary>
    public static FormReading Read(FoundDocument document) => new Liwan2021Reader(document).ReadAll(document.LinesBelow);

    private FormReading ReadAll(IReadOnlyList<FoundLine> below)
    {
        int? funding = HeadRow(FormLabel.Source, FormLabel.InitialBudget);
        int? objective = HeadRow(FormLabel.ExpectedObjective, FormLabel.AchievedObjective);
        int? tasks = HeadRow(FormLabel.Indicator, FormLabel.Target);
        FoundCell? department = Labelled(FormLabel.Department);
        FoundCell? problems = Labelled(FormLabel.Problems);
        FoundCell? improvements = Labelled(FormLabel.Improvements);
        foreach (int? anchor in (int?[])[funding, objective, tasks, department?.Row, problems?.Row, improvements?.Row, _table.Rows])
        {
            if (anchor is { } row)
            {
                _anchors.Add(row);
            }
        }

        string departmentText = Beside(department, FormLabel.Department, "report.department_cell_text");
        (FundingLine total, List<FundingLine> lines) = new FundingReader(_table, _readings, _fenOfUnit).Read(Columns(funding, FundingLabels, "budget.funding_rows"), funding, End(funding));
        (string expected, string achieved) = ReadObjective(objective);
        List<FormTask> read = new TaskReader(_table, _readings, _fenOfUnit).Read(Columns(tasks, TaskLabels, "task_plan.tasks"), tasks, End(tasks));
        var form = new FormContent
        {
            Template = FormGridBuilder.Liwan2021,
            Title = _heading.Title,
            Year = _heading.Year ?? 0,
            YearLine = _heading.YearLine,
            AttachmentLabel = _heading.AttachmentLabel,
            AmountUnit = FormGridBuilder.WanYuan,
            SealLine = _heading.SealLine,
            DepartmentName = DepartmentName(departmentText),
            DepartmentCellText = departmentText,
            FundingTotal = total,
            Funding = lines,
            ExpectedObjective = expected,
            AchievedObjective = achieved,
            Tasks = read,
            Problems = Beside(problems, FormLabel.Problems, "report.problems"),
            Improvements = Beside(improvements, FormLabel.Improvements, "report.improvements"),
        };
        AddRest(below);
        return new FormReading(form, _readings);
    }

    /// <summary>The row that has both heads.</summary>
    private int? HeadRow(FormLabel one, FormLabel other)
    {
        for (int row = 0; row < _table.Rows; row++)
        {
            if (_table.Row(row).Any(cell => FormLabels.Likeness(cell.Text, one) > 0) && _table.Row(row).Any(cell => FormLabels.Likeness(cell.Text, other) > 0))
            {
                return row;
            }
        }

        return null;
    }

    // A text below may say the same as a label: the first counts for the department, the last for what stands at the end.
    private FoundCell? Labelled(FormLabel label)
    {
        IEnumerable<FoundCell> candidates = _table.Cells.Where(cell => cell.Column == 0 && FormLabels.Likeness(cell.Text, label) > 0);
        return label == FormLabel.Department ? candidates.FirstOrDefault() : candidates.LastOrDefault();
    }

    private int End(int? start) => start is { } row ? _anchors.Where(anchor => anchor > row).DefaultIfEmpty(_table.Rows).Min() : 0;

    /// <summary>Where the columns under a row of heads stand.</summary>
    private Dictionary<FormLabel, FoundCell> Columns(int? headRow, FormLabel[] labels, string field)
    {
        var columns = new Dictionary<FormLabel, FoundCell>();
        foreach (FoundCell head in headRow is { } row ? _table.Row(row) : [])
        {
            FormLabel label = labels.MaxBy(label => columns.ContainsKey(label) ? 0 : FormLabels.Likeness(head.Text, label));
            double likeness = FormLabels.Likeness(head.Text, label);
            if (likeness > 0 && columns.TryAdd(label, head))
            {
                AddHead(head, label, likeness);
            }
            else if (FormLabels.Likeness(head.Text, FormLabel.FundingBlock) > 0)
            {
                _table.Use(head);
            }
        }

        foreach (FormLabel label in labels.Where(label => !columns.ContainsKey(label)))
        {
            _readings.Add(new CellReading(field, "", "", 0, ReadingDoubt.Missing, $"没有找到“{FormLabels.Print(label)}”栏，按未填处理。"));
        }

        return columns;
    }

    private void AddHead(FoundCell head, FormLabel label, double likeness)
    {
        _table.Use(head);
        if (likeness < 0.8)
        {
            _readings.Add(new CellReading("", head.Place, head.Text, likeness, ReadingDoubt.Unclear, $"栏目“{head.Text}”按“{FormLabels.Print(label)}”读取。"));
        }
    }

    private string Beside(FoundCell? label, FormLabel kind, string field)
    {
        if (label is null)
        {
            _readings.Add(new CellReading(field, "", "", 0, ReadingDoubt.Missing, $"没有找到“{FormLabels.Print(kind)}”栏，按未填处理。"));
            return "";
        }

        AddHead(label, kind, FormLabels.Likeness(label.Text, kind));
        var texts = new List<string>();
        for (int row = label.Row; row < Math.Max(label.Row + label.RowSpan, Math.Min(End(label.Row), label.Row + label.RowSpan)); row++)
        {
            foreach (FoundCell cell in _table.Row(row).Where(cell => cell.Column > label.Column))
            {
                CellNote.Add(_readings, _table, cell, field);
                if (cell.Text.Length > 0)
                {
                    texts.Add(cell.Text);
                }
            }
        }

        return string.Join('\n', texts);
    }

    private (string Expected, string Achieved) ReadObjective(int? head)
    {
        if (head is not { } row)
        {
            _readings.Add(new CellReading("task_plan.annual_objective", "", "", 0, ReadingDoubt.Missing, "没有找到“年度目标”栏，按未填处理。"));
            return ("", "");
        }

        Dictionary<FormLabel, FoundCell> columns = Columns(row, [FormLabel.ExpectedObjective, FormLabel.AchievedObjective], "task_plan.annual_objective");
        foreach (FoundCell block in _table.Row(row).Where(cell => FormLabels.Likeness(cell.Text, FormLabel.ObjectiveBlock) > 0))
        {
            _table.Use(block);
        }

        return (Under(FormLabel.ExpectedObjective, "expected"), Under(FormLabel.AchievedObjective, "achieved"));

        string Under(FormLabel label, string field)
        {
            var texts = new List<string>();
            for (int below = row + 1; below < End(row) && columns.TryGetValue(label, out FoundCell? above); below++)
            {
                foreach (FoundCell cell in _table.Row(below).Where(cell => cell.Column >= above.Column && cell.Column < above.Column + above.ColumnSpan))
                {
                    CellNote.Add(_readings, _table, cell, $"task_plan.annual_objective.{field}");
                    if (cell.Text.Length > 0)
                    {
                        texts.Add(cell.Text);
                    }
                }
            }

            return string.Join('\n', texts);
        }
    }

    private void AddRest(IReadOnlyList<FoundLine> below)
    {
        foreach (FoundCell cell in _table.Unused)
        {
            _readings.Add(new CellReading("", cell.Place, cell.Text, 0, ReadingDoubt.NotUnderstood, "这一格不属于自评表的任何栏目，没有导入。"));
        }

        // What stands in an appendix was said of the form by others.
        foreach (FoundLine line in below.TakeWhile(line => !AppendixGrid.IsTitle(line.Text)).Where(line => !FormLabels.IsNote(line.Text)))
        {
            _readings.Add(new CellReading("", line.Place, line.Text, 0, ReadingDoubt.NotUnderstood, "表格下方的这一行不属于自评表的任何栏目，没有导入。"));
        }
    }

    // The cell often carries 部门 in brackets behind the name.
    private static string DepartmentName(string text)
    {
        string trimmed = text.Trim();
        foreach (string suffix in (string[])["(部门)", "（部门）", "（部门)", "(部门）"])
        {
            if (trimmed.EndsWith(suffix, StringComparison.Ordinal))
            {
                return trimmed[..^suffix.Length].Trim();
            }
        }

        return trimmed;
    }
}
