using System.Text.Json;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Tests;

/// <summary>What holds for the workbook of every form.</summary>
public class XlsxProperties
{
    [FormProperty]
    public void Write_PassesTheValidator(FormContent form) => Workbooks.AssertValid(Workbooks.Written(form));

    [FormProperty]
    public void Read_GivesBackTheGrid(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);

        var found = Workbooks.Read(Workbooks.Written(form));

        Assert.Equal(
            grid.Cells.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, CleanText.For(cell.Text))),
            found.Table.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text)));
        Assert.All(found.Table, cell => Assert.Equal(1, cell.Confidence));
        var heading = grid.Heading;
        Assert.Equal(Lines(heading.AttachmentLabel, heading.Title, heading.YearLine, heading.SealLine, heading.UnitLine), found.LinesAbove.Select(line => line.Text));
        Assert.Equal(Lines(grid.Note), found.LinesBelow.Select(line => line.Text));
    }

    [FormProperty]
    public void Read_GivesBackTheContent(FormContent form) => Assert.Equal(Json(form), Json(Workbooks.Read(Workbooks.Written(form)).Embedded!));

    [FormProperty]
    public void Write_GivesTheSameBytesForTheSameForm(FormContent form) => Assert.Equal(Workbooks.Written(form), Workbooks.Written(form));

    private static IEnumerable<string> Lines(params string[] texts) =>
        texts.SelectMany(text => CleanText.For(text).Split('\n')).Where(line => !string.IsNullOrWhiteSpace(line));

    private static string Json(FormContent form) => JsonSerializer.Serialize(form, FormContentJsonContext.Default.FormContent);
}
