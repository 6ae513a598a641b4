using Liwan.Documents.Layout;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Rollup;

/// <summary>Writes the summary of a round as XLSX: four sheets that print on A4 landscape, figures as numbers.</summary>
/// <remarks>The same content gives the same bytes.</remarks>
public static class XlsxRoundSummaryWriter
{
    /// <summary>Writes <paramref name="content"/> as a workbook.</summary>
    public static byte[] Write(RoundSummaryContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return WorkbookPackage.Write(
            [
                Sheet("汇总", RoundSummaryGrids.Overview(content)),
                Sheet("按资金来源", RoundSummaryGrids.BySource(content)),
                Sheet("按部门", RoundSummaryGrids.ByDepartment(content)),
                Sheet("指标", RoundSummaryGrids.Outcomes(content)),
            ],
            new DocumentProperties(RoundSummaryGrids.Title(content), SubmittedAt: content.ComputeTime),
            content: null);
    }

    private static SheetPlan Sheet(string name, FormGrid grid) => FormSheet.Plan(grid, (cell, _) => XlsxFormWriter.Planned(cell, grid), name: name);
}
