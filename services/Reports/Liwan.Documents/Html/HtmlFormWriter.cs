using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Html;

/// <summary>Writes forms as one self-contained HTML page that prints on A4 landscape. The same grid and properties give the same bytes.</summary>
public static class HtmlFormWriter
{
    private const string TitleId = "title";

    /// <summary>Writes <paramref name="grid"/> as a page in UTF-8.</summary>
    public static byte[] Write(FormGrid grid, DocumentProperties properties)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(properties);

        var page = new StringBuilder(32 * 1024);
        WriteHead(page, properties);
        page.Append("<body>\n<main>\n");
        if (properties.Draft)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"draft\">{DocumentProperties.DraftMark}</p>\n");
        }

        WriteHeading(page, grid.Heading);
        WriteTable(page, grid, TitleId, grid.Heading.Title + grid.Heading.YearLine);
        WriteLine(page, "note", grid.Note);
        for (int i = 0; i < grid.Appendices.Count; i++)
        {
            WriteAppendix(page, grid.Appendices[i], string.Create(CultureInfo.InvariantCulture, $"appendix-{i + 1}"));
        }

        page.Append("</main>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void WriteHead(StringBuilder page, DocumentProperties properties)
    {
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{Escape(properties.Language)}\">\n<head>\n<meta charset=\"utf-8\">\n");
        // The page runs and loads nothing, whatever a text in it may look like.
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Escape(properties.Title)}</title>\n");
        if (properties.SubmittedAt is { } submitted)
        {
            page.Append(CultureInfo.InvariantCulture, $"<meta name=\"dcterms.created\" content=\"{submitted:yyyy-MM-ddTHH:mm:sszzz}\">\n");
        }

        if (properties.SnapshotSha256 is { } snapshot)
        {
            page.Append(CultureInfo.InvariantCulture, $"<meta name=\"dcterms.identifier\" content=\"{Escape(snapshot)}\">\n");
        }

        page.Append("<style>\n").Append(FormStyle.Sheet).Append("</style>\n</head>\n");
    }

    private static void WriteHeading(StringBuilder page, FormHeading heading)
    {
        page.Append("<header>\n");
        WriteLine(page, "attachment", heading.AttachmentLabel);
        page.Append(CultureInfo.InvariantCulture, $"<h1 id=\"{TitleId}\">{Escape(heading.Title)}</h1>\n");
        WriteLine(page, "year", heading.YearLine);
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"seal\"><span>{Escape(heading.SealLine)}</span> <span>{Escape(heading.UnitLine)}</span></p>\n</header>\n");
    }

    private static void WriteAppendix(StringBuilder page, FormGrid grid, string id)
    {
        page.Append(CultureInfo.InvariantCulture, $"<section class=\"appendix\">\n<h2 id=\"{id}\">{Escape(grid.Heading.Title)}</h2>\n");
        WriteLine(page, "subject", grid.Heading.SealLine);
        WriteTable(page, grid, id, grid.Heading.Title);
        WriteLine(page, "note", grid.Note);
        page.Append("</section>\n");
    }

    private static void WriteTable(StringBuilder page, FormGrid grid, string labelId, string caption)
    {
        // A wide table scrolls inside its own region; the region takes the keyboard so that it can be scrolled without a pointer.
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" role=\"region\" aria-labelledby=\"{labelId}\" tabindex=\"0\">\n<table role=\"table\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<caption>{Escape(caption)}</caption>\n<colgroup>");
        foreach (double share in grid.ColumnShares)
        {
            page.Append(CultureInfo.InvariantCulture, $"<col style=\"width:{share * 100:0.##}%\">");
        }

        page.Append("</colgroup>\n<tbody role=\"rowgroup\">\n");
        var heads = new string[grid.ColumnShares.Count];
        int next = 0;
        for (int row = 0; row < grid.Rows.Count; row++)
        {
            if (grid.Rows[row].HeadRow is not { } head || head == row)
            {
                Array.Clear(heads);
            }

            page.Append("<tr role=\"row\">");
            for (; next < grid.Cells.Count && grid.Cells[next].Row == row; next++)
            {
                WriteCell(page, grid.Cells[next], heads);
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody>\n</table>\n</div>\n");
    }

    // The roles say again what the elements are: a browser forgets it of a table that the style sheet unrolls for a phone.
    private static void WriteCell(StringBuilder page, GridCell cell, string[] heads)
    {
        bool isHead = cell.Role is CellRole.ColumnHead or CellRole.RowHead;
        switch (cell.Role)
        {
            case CellRole.ColumnHead:
                heads.AsSpan(cell.Column, cell.ColumnSpan).Fill(Escape(cell.Text));
                page.Append(cell.ColumnSpan > 1 ? "<th scope=\"colgroup\" role=\"columnheader\"" : "<th scope=\"col\" role=\"columnheader\"");
                break;
            case CellRole.RowHead:
                page.Append(cell.RowSpan > 1 ? "<th scope=\"rowgroup\" role=\"rowheader\"" : "<th scope=\"row\" role=\"rowheader\"");
                break;
            case CellRole.Paragraph:
                page.Append("<td role=\"cell\" class=\"text\"");
                break;
            default:
                page.Append("<td role=\"cell\"");
                break;
        }

        if (cell.RowSpan > 1)
        {
            page.Append(CultureInfo.InvariantCulture, $" rowspan=\"{cell.RowSpan}\"");
        }

        if (cell.ColumnSpan > 1)
        {
            page.Append(CultureInfo.InvariantCulture, $" colspan=\"{cell.ColumnSpan}\"");
        }

        if (!isHead && heads[cell.Column] is { } head)
        {
            page.Append(" data-head=\"").Append(head).Append('"');
        }

        page.Append('>').Append(Escape(cell.Text)).Append(isHead ? "</th>" : "</td>");
    }

    private static void WriteLine(StringBuilder page, string style, string text)
    {
        if (text.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"{style}\">{Escape(text)}</p>\n");
        }
    }

    private static string Escape(string text) => Markup.Encode(text);

    private static readonly HtmlEncoder Markup = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
}
