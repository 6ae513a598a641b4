using Liwan.Documents.Forms;

namespace Liwan.Documents.Layout;

/// <summary>The table of template <c>liwan-2021</c>, filled row by row.</summary>
internal sealed class Liwan2021Table(FormContent form)
{
    private const int Columns = 9;

    // In points on a 762 pt wide page: label, 年初预期目标 (two columns, because the funding block splits it), 目标完成情况, 关键指标,
    // 计算公式或指标内容, 预期实现值, 指标完成情况, 任务涉及资金. The heads of nine characters need 93.
    private static readonly double[] ColumnPoints = [46, 76, 93, 161, 93, 93, 55, 99, 46];

    private static readonly double[] Shares = [.. ColumnPoints.Select(points => points / ColumnPoints.Sum())];

    private static readonly string[] FundingHeads =
        ["资金来源", "整体支出年初预算数", "整体支出预算调整数", "整体年度实际支出数", "预算完成率", "预算调整率"];

    private static readonly (int Column, int Span)[] FundingColumns = [(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3)];

    private static readonly string[] TaskHeads =
        ["主要任务", "年初预期目标", "目标完成情况", "关键指标", "计算公式或指标内容", "预期实现值", "指标完成情况", "任务涉及资金"];

    private static readonly (int Column, int Span)[] TaskColumns = [(0, 1), (1, 2), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1)];

    private readonly List<GridRow> _rows = [];
    private readonly List<GridCell> _cells = [];

    public FormGrid ToGrid()
    {
        AddLabelled("部门名称", form.DepartmentCellText, CellRole.ShortText);
        AddFunding();
        AddObjective();
        AddTasks();
        AddLabelled("存在问题", form.Problems, CellRole.Paragraph);
        AddLabelled("改进措施", form.Improvements, CellRole.Paragraph);
        return new FormGrid
        {
            Heading = new FormHeading(form.AttachmentLabel, form.Title, form.YearLine, form.SealLine, "单位：" + form.AmountUnit),
            ColumnShares = Shares,
            Rows = _rows,
            Cells = _cells,
            Note = FormGridBuilder.RoundingShows(form.FundingTotal, form.Funding) ? FormGridBuilder.RoundingNote : "",
        };
    }

    private void AddLabelled(string label, string text, CellRole role)
    {
        int row = AddRow(headRow: null);
        AddCell(row, 0, label, CellRole.RowHead);
        AddCell(row, 1, text, role, columnSpan: Columns - 1);
    }

    private void AddFunding()
    {
        int head = AddRow(headRow: _rows.Count);
        AddCell(head, 0, "部门资金情况", CellRole.RowHead, rowSpan: form.Funding.Count + 2);
        AddAcross(head, FundingColumns, FundingHeads, CellRole.ColumnHead);
        AddFundingLine(head, string.IsNullOrWhiteSpace(form.FundingTotal.Source) ? "合计" : form.FundingTotal.Source, form.FundingTotal);
        foreach (FundingLine line in form.Funding)
        {
            AddFundingLine(head, line.Source, line);
        }
    }

    private void AddFundingLine(int head, string source, FundingLine line)
    {
        int row = AddRow(head);
        AddCell(row, 1, source, CellRole.ShortText);
        AddFigure(row, FundingColumns[1], PrintedFigures.Amount(line.InitialBudgetFen), PrintedFigures.AmountFigure(line.InitialBudgetFen));
        AddFigure(row, FundingColumns[2], PrintedFigures.Amount(line.AdjustmentFen), PrintedFigures.AmountFigure(line.AdjustmentFen));
        AddFigure(row, FundingColumns[3], PrintedFigures.Amount(line.ActualExpenditureFen), PrintedFigures.AmountFigure(line.ActualExpenditureFen));
        AddFigure(row, FundingColumns[4], PrintedFigures.CompletionRate(line), PrintedFigures.RateFigure(line.CompletionRateBasisPoints));
        AddFigure(row, FundingColumns[5], PrintedFigures.AdjustmentRate(line), PrintedFigures.RateFigure(line.AdjustmentRateBasisPoints));
    }

    private void AddObjective()
    {
        int head = AddRow(headRow: _rows.Count);
        AddCell(head, 0, "年度目标", CellRole.RowHead, rowSpan: 2);
        AddCell(head, 1, "部门整体支出的预期目标", CellRole.ColumnHead, columnSpan: 3);
        AddCell(head, 4, "部门整体支出的目标完成情况", CellRole.ColumnHead, columnSpan: 5);
        int row = AddRow(head);
        AddCell(row, 1, form.ExpectedObjective, CellRole.Paragraph, columnSpan: 3);
        AddCell(row, 4, form.AchievedObjective, CellRole.Paragraph, columnSpan: 5);
    }

    private void AddTasks()
    {
        int head = AddRow(headRow: _rows.Count);
        AddAcross(head, TaskColumns, TaskHeads, CellRole.ColumnHead);
        for (int i = 0; i < form.Tasks.Count; i++)
        {
            AddTask(head, form.Tasks[i], FormGridBuilder.TaskLabel(form.Tasks[i], i));
        }
    }

    private void AddTask(int head, FormTask task, string label)
    {
        int span = Math.Max(1, task.Indicators.Count);
        for (int i = 0; i < span; i++)
        {
            int row = AddRow(head);
            if (i == 0)
            {
                AddCell(row, 0, label, CellRole.RowHead, rowSpan: span);
                AddCell(row, 1, task.Expected, CellRole.Paragraph, columnSpan: 2, rowSpan: span);
                AddCell(row, 3, task.Achieved, CellRole.Paragraph, rowSpan: span);
            }

            FormIndicator? indicator = i < task.Indicators.Count ? task.Indicators[i] : null;
            AddCell(row, 4, indicator?.Name ?? "", CellRole.ShortText);
            AddCell(row, 5, indicator?.Definition ?? "", CellRole.ShortText);
            AddCell(row, 6, indicator?.Target ?? "", CellRole.ShortText);
            AddCell(row, 7, indicator?.Actual ?? "", CellRole.ShortText);
            if (i == 0)
            {
                AddFigure(row, TaskColumns[7], PrintedFigures.Amount(task.FundsFen), PrintedFigures.AmountFigure(task.FundsFen), span);
            }
        }
    }

    private int AddRow(int? headRow)
    {
        _rows.Add(new GridRow(headRow));
        return _rows.Count - 1;
    }

    private void AddAcross(int row, ReadOnlySpan<(int Column, int Span)> columns, ReadOnlySpan<string> texts, CellRole role)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            AddCell(row, columns[i].Column, texts[i], role, columns[i].Span);
        }
    }

    private void AddFigure(int row, (int Column, int Span) across, string text, GridFigure? figure, int rowSpan = 1) =>
        _cells.Add(new GridCell(row, across.Column, rowSpan, across.Span, text, CellRole.Figure, figure));

    private void AddCell(int row, int column, string text, CellRole role, int columnSpan = 1, int rowSpan = 1) =>
        _cells.Add(new GridCell(row, column, rowSpan, columnSpan, text, role));
}
