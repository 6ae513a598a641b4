namespace Liwan.Documents.Xlsx;

/// <summary>What a sheet holds: the cells that show something or are ruled, by row and column, and the merged ranges.</summary>
internal sealed record SheetContent(string Name, List<SheetCell> Cells, List<CellRange> Merges);

/// <summary>A cell of a sheet. A covered one lies under another cell that is merged over it, and is not seen.</summary>
internal readonly record struct SheetCell(int Row, int Column, string Text, decimal? Number, double Confidence, bool Ruled, bool Covered = false);
