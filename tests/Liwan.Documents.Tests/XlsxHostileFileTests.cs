using System.Globalization;
using System.IO.Compression;
using System.Text;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Tests;

/// <summary>Files that are broken, or made to break a reader.</summary>
public class XlsxHostileFileTests
{
    private const string SheetPart = "xl/worksheets/sheet1.xml";

    private const string TextsPart = "xl/sharedStrings.xml";

    private static readonly byte[] Form = Workbooks.Written(TestForms.NpcOffice);

    [Fact]
    public void Read_WhenOneCellStandsInTheFarCorner_FindsTheSameTable()
    {
        var far = With(SheetPart, xml => xml.Replace("</sheetData>", "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v>远</v></c></row></sheetData>", StringComparison.Ordinal));

        var found = Measured(far);

        Assert.Equal(Workbooks.Read(Form).Table, found.Table);
        Assert.Equal([new FoundLine("远", "单元格XFD1048576")], found.LinesBelow);
    }

    [Fact]
    public void Read_WhenOneRangeIsMergedOverEverything_FindsNoTableUnderIt() =>
        Assert.Contains("没有找到自评表", Workbooks.Refusal(Merged("A1:XFD1048576")), StringComparison.Ordinal);

    [Theory]
    [InlineData("K1:XFD1048576")]
    [InlineData("A90:XFD1048576")]
    public void Read_WhenAGiantRangeIsMergedBesideTheTable_FindsTheSameTable(string range) =>
        Assert.Equal(Workbooks.Read(Form).Table, Measured(Merged(range)).Table);

    [Fact]
    public void Read_WhenAnEmptyTableRowIsMergedDownTheWholeSheet_FindsTheSameTexts()
    {
        var last = Workbooks.Read(Form).Table[^1].Place["单元格B".Length..];
        var stretched = With(SheetPart, xml => xml.Replace($"\"B{last}:I{last}\"", $"\"B{last}:I1048576\"", StringComparison.Ordinal));

        Assert.Equal(Workbooks.Read(Form).Table, Measured(stretched).Table);
    }

    [Theory]
    [InlineData("A6:B7", "重叠")]
    [InlineData("A0:B1", "合并单元格的范围“A0:B1”无效")]
    [InlineData("", "合并单元格的范围“”无效")]
    [InlineData("A1:ZZZZ9", "无效")]
    public void Read_WhenAMergedRangeIsWrong_SaysSo(string range, string message) =>
        Assert.Contains(message, Workbooks.Refusal(Merged(range)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<v>999999</v>", "共享文本第 999999 项不存在")]
    [InlineData("<v>-1</v>", "共享文本第 -1 项不存在")]
    [InlineData("<v>x</v>", "共享文本第 x 项不存在")]
    public void Read_WhenASharedTextDoesNotExist_NamesTheCell(string value, string message)
    {
        var refusal = Workbooks.Refusal(With(SheetPart, xml => ReplaceFirst(xml, "<v>3</v>", value)));

        Assert.Contains(message, refusal, StringComparison.Ordinal);
        Assert.Contains("单元格A4", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r=\"A1\"", "r=\"1A\"", "单元格位置“1A”无效")]
    [InlineData("r=\"A1\"", "r=\"XFE1\"", "单元格位置“XFE1”无效")]
    [InlineData("<row r=\"1\"", "<row r=\"0\"", "行号“0”无效")]
    [InlineData("<row r=\"1\"", "<row r=\"99999999999\"", "行号“99999999999”无效")]
    [InlineData("4248.39", "abc", "“abc”不是数字")]
    [InlineData("4248.39", "INF", "“INF”不是数字")]
    public void Read_WhenTheSheetIsSpoilt_SaysWhere(string before, string after, string message) =>
        Assert.Contains(message, Workbooks.Refusal(With(SheetPart, xml => ReplaceFirst(xml, before, after))), StringComparison.Ordinal);

    [Fact]
    public void Read_WhenAPartHasADtd_Refuses()
    {
        foreach (var part in new List<string> { SheetPart, TextsPart, "xl/workbook.xml", "xl/styles.xml" })
        {
            var hostile = With(part, xml => "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]>" + xml[(xml.IndexOf("?>", StringComparison.Ordinal) + 2)..]);
            Assert.NotEqual("", Workbooks.Refusal(hostile));
        }
    }

    [Fact]
    public void Read_WhenXmlIsNestedDeeply_Refuses() =>
        Assert.NotEqual("", Workbooks.Refusal(With(SheetPart, xml => xml.Replace("</sheetData>", "</sheetData>" + string.Concat(Enumerable.Repeat("<x>", 5_000)) + string.Concat(Enumerable.Repeat("</x>", 5_000)), StringComparison.Ordinal))));

    [Fact]
    public void Read_WhenAPartInflatesBeyondTheLimit_RefusesWithoutHoldingIt()
    {
        var bomb = Rewritten(SheetPart, stream =>
        {
            stream.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row><c t=\"str\"><v>"u8);
            var piece = new byte[1 << 20];
            Array.Fill(piece, (byte)'a');
            for (var i = 0; i < 300; i++)
            {
                stream.Write(piece);
            }
        });

        Assert.InRange(bomb.Length, 1, 2 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEqual("", Workbooks.Refusal(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Fact]
    public void Read_WhenManyCellsShareALongText_CountsItOnce()
    {
        var cells = string.Concat(Enumerable.Range(200, 2_000).Select(row => string.Create(CultureInfo.InvariantCulture, $"<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>1</v></c></row>")));

        var found = Measured(With(SheetPart, xml => xml.Replace("</sheetData>", cells + "</sheetData>", StringComparison.Ordinal)));

        Assert.Equal(2_000, found.LinesBelow.Count);
    }

    [Fact]
    public void Read_WhenManyRangesAreMergedOverManyRows_StopsInTime()
    {
        var merges = string.Concat(Enumerable.Range(10, 16_000).Select(column => $"<mergeCell ref=\"{CellRange.ColumnName(column)}1:{CellRange.ColumnName(column)}1048576\"/>"));
        var cells = string.Concat(Enumerable.Range(200, 100_000).Select(row => string.Create(CultureInfo.InvariantCulture, $"<row r=\"{row}\"><c t=\"b\"><v>1</v></c></row>")));
        var slow = With(SheetPart, xml => xml.Replace("</mergeCells>", merges + "</mergeCells>", StringComparison.Ordinal).Replace("</sheetData>", cells + "</sheetData>", StringComparison.Ordinal));
        var start = System.Diagnostics.Stopwatch.StartNew();

        Assert.Contains("1 秒的上限", Workbooks.Refusal(slow, new ReadLimits { MaxTime = TimeSpan.FromSeconds(1) }), StringComparison.Ordinal);

        Assert.InRange(start.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Read_WhenALimitIsPassed_SaysWhich()
    {
        var limits = new ReadLimits();
        Assert.NotEqual("", Workbooks.Refusal(Form, limits with { MaxBytes = 1_000 }));
        Assert.NotEqual("", Workbooks.Refusal(Form, limits with { MaxInflatedBytes = 10_000 }));
        Assert.NotEqual("", Workbooks.Refusal(Form, limits with { MaxParts = 3 }));
        Assert.NotEqual("", Workbooks.Refusal(Form, limits with { MaxNesting = 3 }));
        Assert.Contains("超过 10 行", Workbooks.Refusal(Form, limits with { MaxRows = 10 }), StringComparison.Ordinal);
        Assert.Contains("超过 5 列", Workbooks.Refusal(Form, limits with { MaxColumns = 5 }), StringComparison.Ordinal);
        Assert.Contains("超过上限 100", Workbooks.Refusal(Form, limits with { MaxCharacters = 100 }), StringComparison.Ordinal);
        Assert.Contains("秒", Workbooks.Refusal(Form, limits with { MaxTime = TimeSpan.Zero }), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenItIsCancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => XlsxFormReader.Read(Form, new ReadLimits(), cancelled.Token));
    }

    [Fact]
    public void Read_WhenTheFileIsOfAnotherKind_SaysWhatItIs()
    {
        byte[] old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[1_000]];
        byte[] encrypted = [.. old, .. Encoding.Unicode.GetBytes("EncryptedPackage")];
        Assert.Contains(".xls", Workbooks.Refusal(old), StringComparison.Ordinal);
        Assert.Contains("密", Workbooks.Refusal(encrypted), StringComparison.Ordinal);
        Assert.NotEqual("", Workbooks.Refusal([]));
        Assert.NotEqual("", Workbooks.Refusal(Encoding.UTF8.GetBytes("<html></html>")));
        Assert.NotEqual("", Workbooks.Refusal(Rendered.Pdf(TestForms.NpcOffice)));
    }

    [Theory]
    [InlineData("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "带有宏")]
    [InlineData("application/vnd.ms-excel.sheet.binary.macroEnabled.main", ".xlsb")]
    [InlineData("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "Word 文档")]
    [InlineData("application/octet-stream", "不是 XLSX 文件")]
    public void Read_WhenThePackageHoldsSomethingElse_SaysWhatItIs(string type, string message)
    {
        const string workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

        Assert.Contains(message, Workbooks.Refusal(With("[Content_Types].xml", xml => xml.Replace(workbook, type, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheWorkbookHasMacros_Refuses()
    {
        const string macros = "<Relationship Id=\"vba\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/>";
        var related = With("xl/_rels/workbook.xml.rels", xml => xml.Replace("</Relationships>", macros + "</Relationships>", StringComparison.Ordinal));

        Assert.Contains("带有宏", Workbooks.Refusal(WithPart(WithContentType(related, "bin", "application/vnd.ms-office.vbaProject"), "xl/vbaProject.bin", [1, 2, 3])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("theme\" Target=\"theme/theme1.xml")]
    [InlineData("externalLink\" TargetMode=\"External\" Target=\"http://example.invalid/book.xlsx")]
    [InlineData("theme\" TargetMode=\"External\" Target=\"file:///etc/passwd")]
    public void Read_WhenARelationLeadsNowhereOrOutside_PassesItOver(string relation)
    {
        var dangling = With("xl/_rels/workbook.xml.rels", xml =>
            xml.Replace("</Relationships>", $"<Relationship Id=\"away\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}\"/></Relationships>", StringComparison.Ordinal));

        Assert.Equal(Workbooks.Read(Form).Table, Workbooks.Read(dangling).Table);
    }

    [Fact]
    public void Read_WhenASheetLiesOutsideTheFile_Refuses()
    {
        var outside = With("xl/_rels/workbook.xml.rels", xml => ReplaceFirst(xml, "Target=\"/xl/worksheets/sheet1.xml\"", "TargetMode=\"External\" Target=\"file:///etc/passwd\""));

        Assert.Contains("工作表“自评表”的内容不在文件里", Workbooks.Refusal(outside), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheWorkbookIsOfTheStrictForm_FindsTheSameTable()
    {
        using var output = new MemoryStream();
        using (var source = new ZipArchive(new MemoryStream(Form)))
        using (var target = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var from = new StreamReader(entry.Open());
                using var to = new StreamWriter(target.CreateEntry(entry.FullName).Open());
                to.Write(from.ReadToEnd()
                    .Replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", StringComparison.Ordinal)
                    .Replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships", StringComparison.Ordinal));
            }
        }

        Assert.Equal(Workbooks.Read(Form).Table, Workbooks.Read(output.ToArray()).Table);
    }

    [Theory]
    [InlineData("xl/workbook.xml")]
    [InlineData(SheetPart)]
    [InlineData(TextsPart)]
    [InlineData("[Content_Types].xml")]
    [InlineData("_rels/.rels")]
    [InlineData("xl/_rels/workbook.xml.rels")]
    public void Read_WhenAPartIsMissingOrEmpty_Refuses(string part)
    {
        Assert.NotEqual("", Workbooks.Refusal(Rewritten(part, content: null)));
        Assert.NotEqual("", Workbooks.Refusal(Rewritten(part, _ => { })));
    }

    [Fact]
    public void Read_WhenTheFileIsTruncated_Refuses()
    {
        for (var length = 0; length < Form.Length; length += 97)
        {
            Assert.NotEqual("", Workbooks.Refusal(Form[..length]));
        }
    }

    [Fact]
    public void Read_WhenBytesAreSpoilt_ReadsOrRefusesAndNeverFailsOtherwise()
    {
        var random = new Random(20210202);
        string[] parts = ["xl/workbook.xml", SheetPart, TextsPart, "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"];
        for (var i = 0; i < 600; i++)
        {
            // Half of them under the compression, where a reader meets them.
            var spoilt = i % 2 == 0 ? Spoilt(Form, random) : With(parts[i / 2 % parts.Length], xml => Encoding.UTF8.GetString(Spoilt(Encoding.UTF8.GetBytes(xml), random)));
            try
            {
                Workbooks.Read(spoilt);
            }
            catch (DocumentReadException refusal)
            {
                Assert.True(refusal.Message.Any(c => c > 0x2E80), refusal.Message);
            }
        }
    }

    private static byte[] Spoilt(byte[] file, Random random)
    {
        byte[] spoilt = [.. file];
        for (var i = random.Next(1, 8); i > 0; i--)
        {
            spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
        }

        return spoilt;
    }

    private static byte[] Merged(string range) =>
        With(SheetPart, xml => xml.Replace("</mergeCells>", $"<mergeCell ref=\"{range}\"/></mergeCells>", StringComparison.Ordinal));

    private static string ReplaceFirst(string text, string before, string after)
    {
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, before);
        return text[..at] + after + text[(at + before.Length)..];
    }

    /// <summary>Reads a file that must not cost much.</summary>
    private static FoundDocument Measured(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = Workbooks.Read(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20 << 20);
        return found;
    }

    private static byte[] WithPart(byte[] file, string name, byte[] content)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var to = zip.CreateEntry(name).Open();
            to.Write(content);
        }

        return stream.ToArray();
    }

    private static byte[] WithContentType(byte[] file, string extension, string type) =>
        With("[Content_Types].xml", xml => ReplaceFirst(xml, "<Override", $"<Default Extension=\"{extension}\" ContentType=\"{type}\"/><Override"), file);

    private static byte[] With(string part, Func<string, string> change, byte[]? file = null)
    {
        using var zip = new ZipArchive(new MemoryStream(file ?? Form));
        using var reader = new StreamReader(zip.GetEntry(part)!.Open());
        var before = reader.ReadToEnd();
        var after = change(before);
        return Rewritten(part, stream => stream.Write(Encoding.UTF8.GetBytes(after)), file);
    }

    /// <summary>The form's file with one part replaced, or left out.</summary>
    private static byte[] Rewritten(string part, Action<Stream>? content, byte[]? file = null)
    {
        using var source = new ZipArchive(new MemoryStream(file ?? Form));
        using var output = new MemoryStream();
        using (var target = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            Assert.Contains(source.Entries, entry => entry.FullName == part);
            foreach (var entry in source.Entries.Where(entry => entry.FullName != part || content is not null))
            {
                using var to = target.CreateEntry(entry.FullName).Open();
                if (entry.FullName == part)
                {
                    content!(to);
                    continue;
                }

                using var from = entry.Open();
                from.CopyTo(to);
            }
        }

        return output.ToArray();
    }
}
