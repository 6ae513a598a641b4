using System.Buffers;
using Liwan.Documents.Fonts;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf;
using Liwan.Documents.Pdf.Tagging;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Rollup;

/// <summary>Writes the summary of a round as PDF/A-3a: one page A4 landscape, its figures as a table and two charts in black and white. Thread-safe.</summary>
/// <remarks>The same content and font give the same bytes.</remarks>
public sealed class PdfRoundSummaryWriter
{
    private const double Gap = 10;

    /// <summary>The first chart's share of the page's width: amounts need more room than counts.</summary>
    private const double FundsShare = 0.58;

    /// <summary>Charts get no higher, however much room is left.</summary>
    private const double HighestChart = 220;

    private static readonly string[] Series = ["调整后预算", "实际支出"];

    private readonly FontSet _fonts;

    /// <summary>Creates a writer that sets documents in <paramref name="fonts"/>.</summary>
    public PdfRoundSummaryWriter(FontSet fonts)
    {
        ArgumentNullException.ThrowIfNull(fonts);
        _fonts = fonts;
    }

    /// <summary>Writes <paramref name="content"/> as one PDF file.</summary>
    public byte[] Write(RoundSummaryContent content)
    {
        var output = new ArrayBufferWriter<byte>(128 * 1024);
        Write(content, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes <paramref name="content"/> as one PDF file to <paramref name="output"/>.</summary>
    public PdfWriteResult Write(RoundSummaryContent content, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(output);
        FormGrid grid = RoundSummaryGrids.Overview(content);
        List<FormPage> pages = Paginator.Paginate(grid, _fonts);
        AddCharts(pages[^1], content);

        var document = new PdfAssembly(_fonts, draft: false);
        document.Outline.AddForm(grid, pages, document.Add(pages, PartPlace.Body));
        document.Finish(new DocumentProperties(RoundSummaryGrids.Title(content), SubmittedAt: content.ComputeTime), output);
        return new PdfWriteResult(pages.Count, document.Fonts.MissingCharacters);
    }

    private void AddCharts(FormPage page, RoundSummaryContent content)
    {
        double top = Gap + page.Lines.Where(line => line.Role == LineRole.Note).Select(line => line.Baseline)
            .Concat(page.Cells.Select(cell => cell.Box.Bottom)).Max();
        double bottom = Math.Min(PageGeometry.Bottom, top + HighestChart);
        double middle = PageGeometry.Left + (FundsShare * (PageGeometry.Right - PageGeometry.Left));
        page.Figures.Add(BarChart.Place(
            new Box(PageGeometry.Left, top, middle - Gap, bottom),
            "各资金来源的预算与支出（万元）",
            Series,
            [.. RoundSummaryGrids.ForOverview(content.Sources).Select(source => new BarGroup(source.Source, [Bar(source.Funds.BudgetFen), Bar(source.Funds.ActualExpenditureFen)]))],
            _fonts));
        page.Figures.Add(ColumnChart.Place(
            new Box(middle + Gap, top, PageGeometry.Right, bottom),
            "预算完成率分布（部门数）",
            [.. CompletionRateClass.All.Select((rates, i) => (rates.Label, content.FormsOfClasses[i])), ("无法计算", content.FormsWithoutRate)],
            "个部门",
            _fonts));
    }

    private static BarValue Bar(Int128 fen) => new((double)fen, PrintedFigures.Amount(fen));
}
