using System.Diagnostics;
using System.Globalization;
using System.Text;
using Liwan.Documents.Pdf.Reading;
using Liwan.Documents.Reading;
using Xunit.Abstractions;

namespace Liwan.Documents.Tests;

/// <summary>Files that are broken, or made to break their reader: each is read or refused in Chinese, soon.</summary>
public sealed class PdfFormReaderHostileTests(ITestOutputHelper output)
{
    private static readonly ReadLimits Limits = new() { MaxTime = TimeSpan.FromSeconds(10) };

    private static readonly byte[] Sound = Rendered.Pdf(TestForms.CppccOffice);

    /// <summary>A file in which most bytes mean something.</summary>
    private static readonly byte[] Small = PdfFiles.OfPages(
        ["100 500 200 200 re S 300 500 200 200 re S " + PdfFiles.Show(110, 680, "任务1") + PdfFiles.Show(310, 680, "完成"), "100 500 200 200 re S 300 500 200 200 re S " + PdfFiles.Show(110, 680, "任务1") + PdfFiles.Show(310, 680, "")],
        "10 0 obj<</Type/Filespec/F(form.json)/EF<</F 11 0 R>>>>endobj\n11 0 obj<</Type/EmbeddedFile/Length 2>>stream\n{}\nendstream endobj",
        "/Names<</EmbeddedFiles<</Kids[<</Names[(form.json) 10 0 R]>>]>>>>");

    [Fact]
    public void Read_WhenTheFileIsCutOffAnywhere_ReadsItOrSaysWhatIsWrong()
    {
        for (var length = 0; length < Sound.Length; length += 1 + (Sound.Length / 150))
        {
            ReadOrRefuse(Sound[..length], $"cut at {length}");
        }
    }

    [Fact]
    public void Read_WhenBytesChangeByChance_ReadsItOrSaysWhatIsWrong()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var given) ? given
            : Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 300
            : 5;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_FUZZ_SEED"), CultureInfo.InvariantCulture, out var chosen) ? chosen : 20260107;
        byte[][] files = [Sound, PdfFiles.WithPlainStreams(Sound), Small];
        var watch = Stopwatch.StartNew();
        var count = 0;
        var refused = 0;
        for (; watch.Elapsed < TimeSpan.FromSeconds(seconds); count++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + count));
            refused += ReadOrRefuse(PdfFiles.Mutate(files[count % files.Length], random), $"seed {seed}, mutation {count}") is null ? 1 : 0;
        }

        output.WriteLine($"seed {seed}: {count} files in {seconds} s, {refused} refused");
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("<<", ">>")]
    [InlineData("<</A", ">>")]
    [InlineData("[<</A[", "]>>]")]
    public void Read_WhenArraysNestDeeply_Refuses(string open, string close)
    {
        const int depth = 200_000;
        var deep = new StringBuilder().Insert(0, open, depth).Insert(open.Length * depth, close, depth).ToString();

        Assert.Contains("嵌套超过 200 层", Refusal(PdfFiles.WithObject(deep)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenOperandsNestDeeply_ReadsItOrSaysWhatIsWrong() =>
        ReadOrRefuse(PdfFiles.OfContent(new string('[', 500_000)), "operands");

    [Fact]
    public void Read_WhenAStreamInflatesWithoutEnd_Refuses() =>
        Assert.Contains("解压后超过", Refusal(PdfFiles.WithDeflatedContent(1L << 30)), StringComparison.Ordinal);

    [Fact]
    public void Read_WhenAPageIsNothingButOperators_Refuses() =>
        Assert.Contains("页面内容超过", Refusal(PdfFiles.WithDeflatedContent(50 << 20)), StringComparison.Ordinal);

    [Theory]
    [InlineData("2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj")]
    [InlineData("2 0 obj<</Type/Pages/Count 1/Kids[9 0 R]>>endobj 9 0 obj<</Type/Pages/Count 1/#4Bids[2 0 R]>>endobj")]
    [InlineData("2 0 obj 9 0 R endobj 9 0 obj 2 0 R endobj")]
    [InlineData("2 0 obj<</Type/Pages/Count 1/Kids 9 0 R>>endobj 9 0 obj[2 0 R]endobj")]
    public void Read_WhenTheTreeOfPagesBitesItsTail_Refuses(string objects) =>
        Assert.Contains("循环引用", Refusal(PdfFiles.OfObjects(objects)), StringComparison.Ordinal);

    [Fact]
    public void Read_WhenTheTreeOfPagesIsDeep_Refuses()
    {
        var objects = new StringBuilder();
        for (var i = 2; i < 50_000; i++)
        {
            objects.Append(CultureInfo.InvariantCulture, $"{i} 0 obj<</Type/Pages/Count 1/Kids[{i + 1} 0 R]>>endobj\n");
        }

        Assert.Contains("引用层次过多", Refusal(PdfFiles.OfObjects(objects.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenPagesMultiply_Refuses()
    {
        var objects = new StringBuilder();
        for (var i = 2; i < 20; i++)
        {
            objects.Append(CultureInfo.InvariantCulture, $"{i} 0 obj<</Type/Pages/Count 1/Kids[{string.Concat(Enumerable.Repeat($"{i + 1} 0 R ", 10))}]>>endobj\n");
        }

        Assert.Contains("引用层次过多", Refusal(PdfFiles.OfObjects(objects.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenThereAreTooManyPages_Refuses()
    {
        var kids = string.Concat(Enumerable.Range(3, 501).Select(i => $"{i} 0 R "));
        var pages = string.Concat(Enumerable.Range(3, 501).Select(i => $"{i} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"));

        Assert.Contains("超过 500 页", Refusal(PdfFiles.OfObjects($"2 0 obj<</Type/Pages/Count 501/Kids[{kids}]>>endobj\n{pages}")), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenFormsDrawEachOther_Refuses()
    {
        const string objects = """
            2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 900]/Contents 4 0 R/Resources 7 0 R>>endobj
            4 0 obj<</Length 5>>stream
            /A Do
            endstream endobj
            5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 7 0 R/Length 5>>stream
            /B Do
            endstream endobj
            6 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 7 0 R/Length 5>>stream
            /A Do
            endstream endobj
            7 0 obj<</XObject<</A 5 0 R/B 6 0 R>>>>endobj
            """;

        Assert.Contains("没有尽头", Refusal(PdfFiles.OfObjects(objects)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/W[0 2000000000 500]", "")]
    [InlineData("/W2[0 2000000000 1 2 3]", "")]
    [InlineData("", "1 beginbfrange <00000000><FFFFFFFF><0041> endbfrange")]
    [InlineData("", "1 beginbfrange <0000>%<\n<FFFF FFFF><0041> endbfrange")]
    [InlineData("", "1 beginbfrange <0000><FFFF><0041> 1 beginbfrange <0000><FFFF><0041> 1 beginbfrange <0000><FFFF><0041> 1 beginbfrange <0000><FFFF><0041> 1 beginbfrange <0000><FFFF><0041>")]
    public void Read_WhenAFontClaimsCodesWithoutNumber_ReadsItOrSaysWhatIsWrong(string widths, string map)
    {
        const string content = "BT /F 12 Tf 20 20 Td <00410042> Tj ET 10 10 m 400 10 l 400 400 l 10 400 l s 200 10 m 200 400 l S";
        var objects = $"""
            2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 900]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
            4 0 obj<</Length {content.Length}>>stream
            {content}
            endstream endobj
            5 0 obj<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>endobj
            6 0 obj<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>{widths}/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1 1]>>>>endobj
            7 0 obj<</Length {map.Length}>>stream
            {map}
            endstream endobj
            """;

        ReadOrRefuse(PdfFiles.OfObjects(objects), widths + map);
    }

    [Fact]
    public void Read_WhenLinesAreWithoutNumber_Refuses()
    {
        var content = new StringBuilder();
        for (var i = 0; i < 250_000; i++)
        {
            content.Append(CultureInfo.InvariantCulture, $"{i % 800} {i / 800} m {(i % 800) + 5} {i / 800} l S\n");
        }

        Assert.Contains("线条超过", Refusal(PdfFiles.OfContent(content.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenLinesCrossInAHugeGrid_RefusesSoon()
    {
        var content = new StringBuilder();
        for (var i = 0; i < 50_000; i++)
        {
            content.Append(CultureInfo.InvariantCulture, $"{i * 5} 0 m {i * 5} 250000 l S 0 {i * 5} m 250000 {i * 5} l S\n");
        }

        // A busy machine comes to the limit of time before that of lines.
        Assert.Matches("不予读取|时限，已停止", Refusal(PdfFiles.OfContent(content.ToString())));
    }

    [Theory]
    [InlineData("[0 0 1e38 1e38]")]
    [InlineData("[0 0 99999999999999999999999999999999999999999999 9]")]
    [InlineData("[9 9 0 0]")]
    [InlineData("[0 0]")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Read_WhenThePageHasAnImpossibleSize_ReadsItOrSaysWhatIsWrong(string box) =>
        ReadOrRefuse(PdfFiles.OfObjects($"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox{box}/Contents 4 0 R>>endobj\n4 0 obj<</Length 26>>stream\n0 0 m 9 0 l S 0 0 m 0 9 l S\nendstream endobj"), box);

    [Fact]
    public void Read_WhenTheFileHasNoText_SaysWhatWouldBeRight() =>
        Assert.Equal(
            "这个 PDF 没有文字，可能是扫描件或图片。请提供从 Word 或 Excel 导出的 PDF，或直接提供 DOCX、XLSX 文件。",
            Refusal(PdfFiles.OfContent("1 1 500 500 re S 1 1 250 500 re S")));

    [Theory]
    [InlineData("")]
    [InlineData("%PDF")]
    [InlineData("PK\u0003\u0004")]
    public void Read_WhenTheFileIsNoPdf_SaysSo(string file) => Assert.Equal("这不是 PDF 文件。", Refusal(Encoding.Latin1.GetBytes(file)));

    [Fact]
    public void Read_WhenALimitIsPassed_NamesIt()
    {
        Assert.Contains("不予读取", Refusal(Sound, new ReadLimits { MaxBytes = Sound.Length - 1 }), StringComparison.Ordinal);
        Assert.Contains("超过 2 页", Refusal(Sound, new ReadLimits { MaxPages = 2 }), StringComparison.Ordinal);
        Assert.Contains("文字超过 1000 个", Refusal(Sound, new ReadLimits { MaxCharacters = 1000 }), StringComparison.Ordinal);
        Assert.Contains("解压后超过", Refusal(Sound, new ReadLimits { MaxInflatedBytes = 5_000 }), StringComparison.Ordinal);
        Assert.Contains("对象超过 5 个", Refusal(Sound, new ReadLimits { MaxParts = 5 }), StringComparison.Ordinal);
        Assert.Contains("表格超过 5 列", Refusal(Sound, new ReadLimits { MaxColumns = 5 }), StringComparison.Ordinal);
        Assert.Contains("表格超过 9 行", Refusal(Sound, new ReadLimits { MaxRows = 9 }), StringComparison.Ordinal);
        Assert.Contains("时限", Refusal(Sound, new ReadLimits { MaxTime = TimeSpan.Zero }), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenCancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => PdfFormReader.Read(Sound, Limits, cancelled.Token));
    }

    [InstalledToolTheory("qpdf")]
    [InlineData("--encrypt", "secret", "secret", "256", "--", "{file}", "-")]
    public async Task Read_WhenTheFileNeedsAPassword_SaysSo(params string[] arguments)
    {
        var locked = await PdfFiles.RunAsync("qpdf", Sound, arguments);

        Assert.Contains("已加密", Refusal(locked), StringComparison.Ordinal);
    }

    [InstalledToolTheory("qpdf")]
    [InlineData("--encrypt", "", "owner", "256", "--", "{file}", "-")]
    [InlineData("--object-streams=generate", "{file}", "-")]
    [InlineData("--linearize", "{file}", "-")]
    [InlineData("--qdf", "{file}", "-")]
    public async Task Read_WhenTheSameFileIsWrittenInAnotherWay_FindsTheSame(params string[] arguments)
    {
        var other = await PdfFiles.RunAsync("qpdf", Sound, arguments);

        Assert.Equal(PdfFormReader.Read(Sound, Limits, CancellationToken.None).Table, PdfFormReader.Read(other, Limits, CancellationToken.None).Table);
    }

    private FoundDocument? ReadOrRefuse(byte[] file, string what)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            return PdfFormReader.Read(file, Limits, CancellationToken.None);
        }
        catch (DocumentReadException refusal)
        {
            Assert.Contains(refusal.Message, c => c is >= '\u4E00' and <= '\u9FFF');
            return null;
        }
        catch (Exception other)
        {
            throw new InvalidOperationException(what, other);
        }
        finally
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(3))
            {
                output.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:0.0} s");
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), what);
        }
    }

    private static string Refusal(byte[] file, ReadLimits? limits = null) =>
        Assert.Throws<DocumentReadException>(() => PdfFormReader.Read(file, limits ?? Limits, CancellationToken.None)).Message;
}
