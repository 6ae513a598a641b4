namespace Liwan.Documents.Xlsx;

/// <summary>A sheet before it is written.</summary>
internal sealed class SheetPlan
{
    public required string Name { get; init; }

    /// <summary>Widths in points.</summary>
    public required IReadOnlyList<double> ColumnWidths { get; init; }

    public List<PlannedRow> Rows { get; } = [];

    public List<CellRange> Merges { get; } = [];

    /// <summary>The scale that the sheet prints at.</summary>
    public int ScalePercent { get; set; } = SheetPage.ScalePercent;

    /// <summary>Rows that start a page.</summary>
    public List<int> PageStarts { get; } = [];

    /// <summary>A row that prints again at the head of every later page.</summary>
    public int? RepeatedRow { get; set; }

    /// <summary>Codes of the page header; empty for none.</summary>
    public string Header { get; init; } = "";

    public bool Protected { get; init; }

    public List<InputRule> InputRules { get; } = [];
}

/// <summary>A row of a sheet, with every cell that it has.</summary>
internal sealed record PlannedRow(double Height, IReadOnlyList<PlannedCell> Cells);

/// <summary>A cell of a sheet. A formula's number or text is the value it shows before it is computed anew.</summary>
internal sealed record PlannedCell(int Column, CellLook Look, string Text = "", decimal? Number = null, string? Formula = null)
{
    /// <summary>The height to leave for a text that is still to be written.</summary>
    public double MinHeight { get; init; }
}

/// <summary>What a spreadsheet tells and asks of a person who fills cells in.</summary>
internal sealed record InputRule(IReadOnlyList<CellRange> Cells, string PromptTitle, string Prompt, bool IsAmount);
