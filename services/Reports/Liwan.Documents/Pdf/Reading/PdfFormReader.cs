using System.Runtime.ExceptionServices;
using System.Text.Json;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Archival;
using Liwan.Documents.Reading;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Finds the form's table in a PDF, whoever made it: cells by the lines that rule them, texts by the letters within, pages joined.</summary>
public static class PdfFormReader
{
    // A file may nest deeper than a stack of the usual size takes.
    private const int StackBytes = 128 << 20;

    /// <summary>Reads <paramref name="file"/>.</summary>
    /// <exception cref="DocumentReadException">It is no PDF, is broken or encrypted, goes beyond a limit, or has no text or no ruled table.</exception>
    public static FoundDocument Read(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        PdfGuard.Check(file, limits, cancellationToken);
        FoundDocument? found = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    found = Parse(file, limits, cancellationToken);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes)
        { IsBackground = true };
        thread.Start();
        // The library looks at no token: what it does not finish in time goes on without anybody waiting for it.
        if (!thread.Join(limits.MaxTime))
        {
            throw new DocumentReadException($"文件读取超过 {limits.MaxTime.TotalSeconds:0} 秒，已停止。");
        }

        failure?.Throw();
        return found!;
    }

    private static FoundDocument Parse(ReadOnlyMemory<byte> file, ReadLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            using PdfDocument document = PdfDocument.Open(file.ToArray());
            if (Embedded(document) is { } embedded)
            {
                return PrintOf(embedded);
            }

            if (document.NumberOfPages > limits.MaxPages)
            {
                throw new DocumentReadException($"文件有 {document.NumberOfPages} 页，超过上限 {limits.MaxPages} 页。");
            }

            var pages = new List<PageCells>();
            int letters = 0;
            for (int number = 1; number <= document.NumberOfPages; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var page = document.GetPage(number);
                letters += page.Letters.Count;
                if (letters > limits.MaxCharacters)
                {
                    throw new DocumentReadException($"文件的文字超过上限 {limits.MaxCharacters:N0} 个字符。");
                }

                pages.Add(PageCells.Read(page, limits));
            }

            if (letters == 0)
            {
                throw new DocumentReadException("PDF 中没有文字，可能是扫描件，不能读取；请提供 Word、Excel 原件或由其导出的 PDF。");
            }

            FoundDocument joined = PageJoining.Join(pages);
            return joined.Table.Count > 0
                ? joined
                : throw new DocumentReadException("PDF 中没有找到有边框的表格，应有一张部门整体支出绩效自评表。");
        }
        catch (PdfDocumentEncryptedException e)
        {
            throw new DocumentReadException("PDF 有密码，请取消密码后再导入。", e);
        }
        // Whatever a library makes of a broken file: the file is at fault.
        catch (Exception e) when (e is not (DocumentReadException or OperationCanceledException))
        {
            throw new DocumentReadException("文件不是完整的 PDF，可能已损坏，请重新导出后再导入。", e);
        }
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

    private static FormContent? Embedded(PdfDocument document)
    {
        if (!document.Advanced.TryGetEmbeddedFiles(out var files) || files.FirstOrDefault(file => file.Name == AssociatedForm.FileName) is not { } form)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(form.Memory.Span, FormContentJsonContext.Default.FormContent);
        }
        catch (JsonException)
        {
            // Another's file of that name: the print has to do.
            return null;
        }
    }
}
