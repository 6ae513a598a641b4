using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>One file being read, on a thread of its own.</summary>
internal sealed class DocumentReading(ReadOnlyMemory<byte> file, ReadBudget budget)
{
    private const string NoText = "这个 PDF 没有文字，可能是扫描件或图片。请提供从 Word 或 Excel 导出的 PDF，或直接提供 DOCX、XLSX 文件。";

    private readonly List<FoundLine> _above = [];
    private readonly List<FoundLine> _below = [];
    private readonly TableStitching _table = new(budget.Limits);
    private int _glyphs;

    public ManualResetEventSlim Done { get; } = new();

    public FoundDocument? Result { get; private set; }

    public Exception? Failure { get; private set; }

    public void Run()
    {
        try
        {
            Result = Read();
        }
        catch (Exception failure)
        {
            // Whatever the library stumbles over: nothing may leave this thread.
            Failure = budget.Refusal ?? Explain(failure);
        }
        finally
        {
            Done.Set();
        }
    }

    private static Exception Explain(Exception failure) => failure switch
    {
        DocumentReadException or OperationCanceledException => failure,
        PdfDocumentEncryptedException => new DocumentReadException("这个 PDF 已加密，需要密码才能打开。请另存为不加密的文件后再提供。", failure),
        _ => new DocumentReadException("PDF 已损坏，无法读取：文件结构不完整或不合规范。请重新导出后再试。", failure),
    };

    private FoundDocument Read()
    {
        var structure = new StructureScan(budget);
        structure.ScanFile(file.Span);
        var options = new ParsingOptions
        {
            UseLenientParsing = true,
            SkipMissingFonts = true,
            MaxStackDepth = budget.Limits.MaxNesting,
            FilterProvider = new BoundedFilters(budget, structure),
        };
        using PdfDocument document = PdfDocument.Open(new GuardedStream(file, budget), options);
        budget.Check();
        if (new EmbeddedForm(document, budget).Read() is { Template: FormGridBuilder.Liwan2021, AmountUnit: FormGridBuilder.WanYuan } embedded)
        {
            return PrintOf(embedded);
        }

        if (document.NumberOfPages > budget.Limits.MaxPages)
        {
            throw budget.Refuse($"PDF 超过 {budget.Limits.MaxPages} 页，不予读取。");
        }

        document.AddPageFactory<PageMarks, PageMarksFactory>();
        for (int page = 1; page <= document.NumberOfPages; page++)
        {
            budget.Check();
            PageMarks marks = document.GetPage<PageMarks>(page);
            budget.Check();
            _glyphs += marks.Glyphs.Count(glyph => !glyph.IsSpace);
            Add(PageTables.Read(page, marks, budget));
        }

        RefuseEmpty();
        return new FoundDocument(FormFileFormat.Pdf, _above, _table.ToCells(), _below, Embedded: null);
    }

    /// <summary>What our own PDF prints of the form within it: a PDF is not edited, so its pages need not be looked at.</summary>
    private static FoundDocument PrintOf(FormContent embedded)
    {
        const string place = "PDF 内嵌的自评表内容";
        FormGrid grid = FormGridBuilder.Build(embedded);
        FormHeading heading = grid.Heading;
        return new FoundDocument(
            FormFileFormat.Pdf,
            [.. ((string[])[heading.AttachmentLabel, heading.Title, heading.YearLine, heading.SealLine, heading.UnitLine]).Where(line => line.Length > 0).Select(line => new FoundLine(line, place))],
            [.. grid.Cells.Select(cell => new FoundCell(cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text, place))],
            [],
            embedded);
    }

    private void Add(PageTables page)
    {
        bool startsPage = true;
        int line = 0;
        foreach (PageTable table in page.Tables)
        {
            for (; line < page.Lines.Count && page.Lines[line].Y > table.Top; line++)
            {
                AddLine(page.Lines[line].Line);
            }

            _table.Add(table, startsPage);
            startsPage = false;
        }

        for (; line < page.Lines.Count; line++)
        {
            AddLine(page.Lines[line].Line);
        }
    }

    /// <summary>What stands between the parts of the table and was said above already is a running head.</summary>
    private void AddLine(FoundLine line)
    {
        if (_table.IsEmpty)
        {
            _above.Add(line);
        }
        else if (!_above.Exists(above => above.Text == line.Text))
        {
            _below.Add(line);
        }
    }

    private void RefuseEmpty()
    {
        if (_glyphs == 0)
        {
            throw new DocumentReadException(NoText);
        }

        if (_table.IsEmpty)
        {
            throw new DocumentReadException("这个 PDF 里没有找到带边框的表格，无法读取。请提供原表格的 PDF，或 DOCX、XLSX 文件。");
        }
    }
}
