using System.Globalization;
using Liwan.Cli.FormFiles;
using Liwan.Reports.V1;
using Doubt = Liwan.Reports.V1.DocumentCell.Types.Doubt;

namespace Liwan.Cli.Output;

/// <summary>What is printed of a document that was read as a form.</summary>
internal static class DocumentReadingOutput
{
    private const int MostText = 40;

    public static void Read(CliSession session, FormName name, string source, string? target, ImportDocumentResponse answer)
    {
        if (session.Json)
        {
            session.PrintJson(new DocumentReadingDocument(name.Department, name.Year, source, target, answer.Year, [.. answer.Cells.Select(Document)]));
            return;
        }

        var console = session.Console;
        var doubts = answer.Cells.Where(cell => cell.Doubt != Doubt.Unspecified).ToList();
        if (target is null)
        {
            HumanOutput.Table(
                console,
                ["位置", "栏目", "内容", "把握", "说明"],
                answer.Cells.Select(cell => (IReadOnlyList<string>)[cell.Place, cell.Field, Short(cell.Text), cell.Confidence.ToString("P0", CultureInfo.InvariantCulture), cell.Message]));
        }
        else if (doubts.Count > 0)
        {
            HumanOutput.Table(
                console,
                ["位置", "栏目", "内容", "请核对"],
                doubts.Select(cell => (IReadOnlyList<string>)[cell.Place, cell.Field, Short(cell.Text), cell.Message]));
        }

        if (answer.Year != 0 && answer.Year != name.Year)
        {
            HumanOutput.Line(console, $"提示 {source} 写的是 {answer.Year} 年度，按 {name.Year} 年度读取。");
        }

        HumanOutput.Line(console, $"{source}：读取 {answer.Cells.Count(cell => cell.Place.Length > 0)} 处，需要核对 {doubts.Count} 处");
        if (target is not null)
        {
            HumanOutput.Line(console, $"已写入 {target}；核对后执行 liwan file {target}");
        }
    }

    private static DocumentCellDocument Document(DocumentCell cell) => new(
        cell.Field, cell.Place, cell.Text, cell.Confidence, cell.Doubt == Doubt.Unspecified ? null : DoubtName(cell.Doubt), cell.Message);

    private static string DoubtName(Doubt doubt) => doubt switch
    {
        Doubt.Unclear => "UNCLEAR",
        Doubt.NotAnAmount => "NOT_AN_AMOUNT",
        Doubt.AmountAdjusted => "AMOUNT_ADJUSTED",
        Doubt.FigureDiffers => "FIGURE_DIFFERS",
        Doubt.NotUnderstood => "NOT_UNDERSTOOD",
        Doubt.PlacedByPosition => "PLACED_BY_POSITION",
        _ => "MISSING",
    };

    private static string Short(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= MostText ? line : line[..MostText] + "…";
    }
}

/// <summary>The document of <c>liwan import-form</c>; <c>file</c> is null for a dry run, <c>documentYear</c> 0 where the document says none.</summary>
internal sealed record DocumentReadingDocument(string Department, int Year, string Source, string? File, int DocumentYear, IReadOnlyList<DocumentCellDocument> Cells);

/// <summary>How one cell was understood.</summary>
internal sealed record DocumentCellDocument(string Field, string Place, string Text, double Confidence, string? Doubt, string Message);
