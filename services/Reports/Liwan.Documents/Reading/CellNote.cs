namespace Liwan.Documents.Reading;

/// <summary>Notes of cells whose text is taken as it stands.</summary>
internal static class CellNote
{
    /// <summary>What is surer than this needs nobody to look.</summary>
    private const double Sure = 0.95;

    /// <summary>Notes that <paramref name="cell"/> fills <paramref name="field"/>.</summary>
    public static void Add(List<CellReading> readings, CellTable table, FoundCell cell, string field, bool byPosition = false)
    {
        table.Use(cell);
        (ReadingDoubt doubt, string message) = cell.Confidence < Sure ? (ReadingDoubt.Unclear, cell.Confidence == 0 ? "这一格没有可靠的内容，请核对。" : "这一格的文字或边界不能完全确定，请核对。")
            : byPosition ? (ReadingDoubt.PlacedByPosition, "这一格属于哪一行是按位置判断的，请核对。")
            : (ReadingDoubt.None, "");
        if (cell.Text.Length > 0 || doubt != ReadingDoubt.None)
        {
            readings.Add(new CellReading(field, cell.Place, cell.Text, byPosition ? Math.Min(cell.Confidence, 0.8) : cell.Confidence, doubt, message));
        }
    }
}
