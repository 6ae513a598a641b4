using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Tests;

/// <summary>Workbooks that another program has opened and saved.</summary>
public class XlsxLibreOfficeTests
{
    [InstalledToolTheory("soffice")]
    [InlineData("npc-office")]
    [InlineData("cppcc-office")]
    public async Task Read_WhenLibreOfficeHasSavedTheForm_FindsTheSameTable(string name)
    {
        var form = Workbooks.Written(TestForms.Named(name));

        var saved = Workbooks.Read(await Saved(form));

        Assert.Equal(Workbooks.Read(form).Table.Select(What), saved.Table.Select(What));
        Assert.Equal(Workbooks.Read(form).LinesAbove.Select(line => line.Text), saved.LinesAbove.Select(line => line.Text));
    }

    [InstalledToolTheory("soffice")]
    [InlineData("某某局(部门)")]
    public async Task Read_WhenLibreOfficeHasComputedABlankForm_FindsNoDoubt(string department)
    {
        var blank = XlsxBlankForm.Write(new BlankForm
        {
            Template = "liwan-2021",
            Title = "荔湾区部门整体支出绩效自评表",
            Year = 2022,
            YearLine = "（2022年度）",
            AttachmentLabel = "",
            SealLine = "部门名称（盖章）",
            DepartmentName = "某某局",
            DepartmentCellText = department,
        });
        var filled = Workbooks.Edited(blank, sheet =>
        {
            sheet.Cell("C7").SetNumber("4248.39");
            sheet.Cell("D7").SetNumber("-768.27");
            sheet.Cell("E7").SetNumber("3335.41");
        });

        var saved = Workbooks.Read(await Saved(filled));

        var total = saved.Table.SkipWhile(cell => cell.Text != "合计").Take(6);
        Assert.Equal(["合计", "4248.39", "-768.27", "3335.41", "95.84%", "-18.08%"], total.Select(cell => cell.Text));
        Assert.All(saved.Table, cell => Assert.Equal(1, cell.Confidence));
    }

    private static (int, int, int, int, string, decimal?) What(FoundCell cell) => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text, cell.Number);

    private static async Task<byte[]> Saved(byte[] file)
    {
        var folder = Directory.CreateTempSubdirectory("liwan-xlsx");
        try
        {
            var (exitCode, output) = await InstalledTool.RunAsync(
                "soffice",
                file,
                $"-env:UserInstallation={new Uri(Path.Combine(folder.FullName, "profile"))}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                folder.FullName,
                "{file}");
            Assert.True(exitCode == 0, output);
            return await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder.FullName, "*.xlsx")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
