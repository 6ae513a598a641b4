namespace Liwan.Documents.Xlsx;

/// <summary>How a cell of a sheet looks and behaves.</summary>
internal sealed record CellLook
{
    public CellFont Font { get; init; } = CellFont.Body;

    public string Horizontal { get; init; } = "center";

    public bool Bordered { get; init; }

    /// <summary>Whether the text starts at the cell's top instead of standing in its middle.</summary>
    public bool Top { get; init; }

    public NumberForm Number { get; init; }

    /// <summary>Whether a person is to fill the cell in: shaded, and open to changes in a protected sheet.</summary>
    public bool ToFill { get; init; }

    /// <summary>Whether Excel keeps the text a text when a person edits it, though it looks like a formula or a number.</summary>
    public bool QuotePrefix { get; init; }
}

/// <summary>The fonts of a workbook, in the order of its style sheet; the first sets the width that columns are measured in.</summary>
internal enum CellFont
{
    Default,
    Body,
    Head,
    Title,
    Note,
}

/// <summary>How a sheet shows a number, by the identifiers that are built into Excel.</summary>
internal enum NumberForm
{
    General = 0,
    TwoDecimals = 2,
    Percent = 10,
    Text = 49,
}
