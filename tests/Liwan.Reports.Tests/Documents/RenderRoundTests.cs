using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Liwan.Reports.V1;
using Liwan.Testing;
using UglyToad.PdfPig;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;
using Packaging = Liwan.Reports.V1.RenderRoundRequest.Types.Packaging;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests.Documents;

/// <summary>The forms of a year in one file. Each test has a year of its own: the fixture's is filled by others.</summary>
public abstract class RenderRoundTests(ReportsFixture fixture)
{
    [DatabaseFact]
    public async Task RenderRound_AsZip_HoldsTheArchivedDocumentsAndAListOfThem()
    {
        var filed = await FiledAsync(2051, 18);
        var draft = await fixture.NewFormAsync("2051");
        foreach (var name in filed)
        {
            await fixture.ArchivedAsync(name, 1);
        }

        await fixture.ReopenAsync(filed[0]);

        var (type, file) = await RenderAsync(new RenderRoundRequest { Name = "rounds/2051" });
        var again = await RenderAsync(new RenderRoundRequest { Name = "rounds/2051" });

        Assert.Equal("application/zip", type);
        Assert.Equal(file, again.File);
        using var zip = new ZipArchive(new MemoryStream(file));
        var expected = filed.Skip(1).Select(name => $"{name.Split('/')[1]}-2051.pdf").ToList();
        Assert.Equal([.. expected, "目录.csv"], zip.Entries.Select(entry => entry.FullName));
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.StartsWith(draft.Split('/')[1], StringComparison.Ordinal));
        var archived = (await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = filed[1] })).Data.ToByteArray();
        Assert.Equal(archived, Read(zip.Entries[0]));
        var list = Encoding.UTF8.GetString(Read(zip.Entries[^1])).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("\uFEFF序号,部门,部门代码,状态,版次,提交时间,文件,SHA-256", list[0]);
        Assert.Equal(18, list.Length);
        Assert.StartsWith($"1,\"荔湾区新名局\",{filed[1].Split('/')[1]},已提交,1,20", list[1], StringComparison.Ordinal);
        Assert.EndsWith($",{expected[0]},{Convert.ToHexStringLower(SHA256.HashData(archived))}", list[1], StringComparison.Ordinal);
    }

    [DatabaseTheory]
    [InlineData(Format.Docx, "docx")]
    [InlineData(Format.Xlsx, "xlsx")]
    [InlineData(Format.Html, "html")]
    [InlineData(Format.Json, "json")]
    public async Task RenderRound_AsZipOfAFormat_HoldsTheDocumentsThatRenderReportGives(Format format, string extension)
    {
        var year = 2060 + (int)format;
        var name = Assert.Single(await FiledAsync(year, 1));

        var (_, file) = await RenderAsync(new RenderRoundRequest { Name = $"rounds/{year}", Format = format });

        using var zip = new ZipArchive(new MemoryStream(file));
        Assert.Equal($"{name.Split('/')[1]}-{year}.{extension}", zip.Entries[0].FullName);
        Assert.Equal((await fixture.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Format = format })).Data.ToByteArray(), Read(zip.Entries[0]));
    }

    [DatabaseFact]
    public async Task RenderRound_AsBook_HasContentsAndEveryForm()
    {
        var filed = await FiledAsync(2071, 17);
        await fixture.ReopenAsync(filed[0]);

        var (type, file) = await RenderAsync(new RenderRoundRequest { Name = "rounds/2071", Packaging = Packaging.Book });
        var (_, all) = await RenderAsync(new RenderRoundRequest { Name = "rounds/2071", Packaging = Packaging.Book, States = { Report.Types.State.Submitted, Report.Types.State.Returned } });

        Assert.Equal("application/pdf", type);
        using var book = PdfDocument.Open(file);
        using var whole = PdfDocument.Open(all);
        Assert.Equal((17, 18), (book.NumberOfPages, whole.NumberOfPages));
        Assert.StartsWith("荔湾区部门整体支出绩效自评表汇编（2071年度）目录（共16份）", Text(book, 1), StringComparison.Ordinal);
        Assert.EndsWith("第1页共1页总第16页", Text(book, 17), StringComparison.Ordinal);
        Assert.Contains("1荔湾区新名局已退回1", Text(whole, 1), StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task RenderRound_AsJsonMethod_StreamsTheFileItself()
    {
        await FiledAsync(2081, 2);
        var (_, file) = await RenderAsync(new RenderRoundRequest { Name = "rounds/2081" });

        var answer = await fixture.Host.Http.GetAsync("/v1/rounds/2081:render");

        Assert.Equal("application/zip", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(file, await answer.Content.ReadAsByteArrayAsync());
    }

    [DatabaseFact]
    public async Task RenderRound_OfAYearWithoutForms_SaysSoInItsList()
    {
        var (_, file) = await RenderAsync(new RenderRoundRequest { Name = "rounds/2091" });

        using var zip = new ZipArchive(new MemoryStream(file));
        Assert.Equal("目录.csv", Assert.Single(zip.Entries).FullName);
    }

    [DatabaseTheory]
    [InlineData("rounds/1999", Packaging.Zip, Format.Pdf, "name", "YEAR_OUT_OF_RANGE")]
    [InlineData("departments/a", Packaging.Zip, Format.Pdf, "name", "NAME_MALFORMED")]
    [InlineData("rounds/2021", (Packaging)7, Format.Pdf, "packaging", "VALUE_NOT_ACCEPTED")]
    [InlineData("rounds/2021", Packaging.Book, Format.Docx, "format", "VALUE_NOT_ACCEPTED")]
    [InlineData("rounds/2021", Packaging.Zip, (Format)7, "format", "VALUE_NOT_ACCEPTED")]
    public async Task RenderRound_WithOptionsThatMeanNothing_NamesThem(string name, Packaging packaging, Format format, string field, string reason)
    {
        var error = await RpcError.OfAsync(() => RenderAsync(new RenderRoundRequest { Name = name, Packaging = packaging, Format = format }));

        Assert.Equal([(field, reason)], error.Fields);
    }

    private async Task<List<string>> FiledAsync(int year, int count)
    {
        var text = year.ToString(CultureInfo.InvariantCulture);
        await TestRounds.OpenAsync(fixture.DepartmentsHost.Channel, year);
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            names.Add(await fixture.NewFormAsync(text));
            await fixture.SubmitAsync(names[^1]);
        }

        return names;
    }

    private async Task<(string Type, byte[] File)> RenderAsync(RenderRoundRequest request)
    {
        using var call = fixture.Reports.RenderRound(request);
        using var file = new MemoryStream();
        var type = string.Empty;
        while (await call.ResponseStream.MoveNext(default))
        {
            type = call.ResponseStream.Current.ContentType;
            file.Write(call.ResponseStream.Current.Data.Span);
        }

        return (type, file.ToArray());
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static string Text(PdfDocument pdf, int page) =>
        string.Concat(pdf.GetPage(page).Letters.Select(letter => letter.Value).Where(text => !string.IsNullOrWhiteSpace(text)));
}

public sealed class RenderRoundOnSqlite(ReportsFixture<OnSqlite> fixture) : RenderRoundTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class RenderRoundOnSqlServer(ReportsFixture<OnSqlServer> fixture) : RenderRoundTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;
