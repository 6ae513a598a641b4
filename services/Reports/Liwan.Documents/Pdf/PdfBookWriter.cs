using System.Buffers;
using Liwan.Documents.Fonts;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Tagging;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf;

/// <summary>Writes many forms as one PDF/A-3a, form by form, so that a book of thousands is never held: a table of contents, a bookmark a form, pages counted throughout. Not thread-safe.</summary>
/// <remarks>The same forms, contents and font give the same bytes.</remarks>
public sealed class PdfBookWriter
{
    private readonly FontSet _fonts;
    private readonly PdfAssembly _document;

    /// <summary>Begins a book that is set in <paramref name="fonts"/>.</summary>
    public PdfBookWriter(FontSet fonts)
    {
        ArgumentNullException.ThrowIfNull(fonts);
        _fonts = fonts;
        _document = new PdfAssembly(fonts, draft: false);
    }

    /// <summary>Adds a form.</summary>
    /// <param name="grid">The form.</param>
    /// <param name="bookmark">Its bookmark.</param>
    /// <param name="output">What takes the pages.</param>
    /// <returns>The number printed at the right of the foot of its first page, from 1.</returns>
    public int Add(FormGrid grid, string bookmark, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(bookmark);
        ArgumentNullException.ThrowIfNull(output);
        int first = _document.PageCount + 1;
        List<FormPage> pages = Paginator.Paginate(grid, _fonts);
        Paginator.NumberInBook(pages, first, _fonts);
        _document.Outline.AddPage(bookmark, _document.Add(pages, PartPlace.Section)[0]);
        _document.File.Drain(output);
        return first;
    }

    /// <summary>Ends the book.</summary>
    /// <param name="contents">The table of contents, which comes before the forms; see <see cref="BookContents"/>.</param>
    /// <param name="properties">What the book says of itself.</param>
    /// <param name="output">What takes the rest.</param>
    public void Finish(BookContents contents, DocumentProperties properties, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(output);
        List<int> pages = _document.Add(Paginator.Paginate(contents.ToGrid(), _fonts), PartPlace.FrontSection);
        _document.Outline.AddPage(BookContents.Name, pages[0], first: true);
        _document.Finish(properties, output);
    }
}
