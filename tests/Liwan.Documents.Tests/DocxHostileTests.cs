using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Liwan.Documents.Reading;
using static Liwan.Documents.Tests.DocxReading;

namespace Liwan.Documents.Tests;

/// <summary>DOCX files that are broken, or made to harm.</summary>
public class DocxHostileTests
{
    private const string Document = "word/document.xml";

    private static readonly byte[] Valid = Written(TestForms.CppccOffice);

    [Fact]
    public void Read_WhenTheFileIsTooLarge_NamesSizeAndLimit() =>
        Assert.Equal($"文件的大小（字节）为 {Valid.Length}，超过上限 1000。", Refusal(Valid, new ReadLimits { MaxBytes = 1000 }));

    [Fact]
    public void Read_WhenAPartInflatesBeyondTheLimit_IsRefusedBeforeItIsRead()
    {
        var bomb = Bomb(300 << 20);

        Assert.InRange(bomb.Length, 0, 4 << 20);
        Assert.Contains($"超过上限 {64 << 20}", Refusal(bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenAPartDeclaresLessThanItHolds_IsRefused()
    {
        var bomb = Bomb(100 << 20);
        foreach (var at in Occurrences(bomb, "PK\u0001\u0002"u8).Where(at => bomb.AsSpan(at + 46).StartsWith("word/document.xml"u8)))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(at + 24), 1000);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(Refusal(bomb, new ReadLimits { MaxInflatedBytes = 1 << 20 }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 << 20);
    }

    [Fact]
    public void Read_WhenPartsAreTooMany_NamesTheirNumber()
    {
        using var stream = new MemoryStream();
        stream.Write(Valid);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            for (var i = 0; i < 100_000; i++)
            {
                zip.CreateEntry("p" + i, CompressionLevel.NoCompression);
            }
        }

        Assert.Matches("^文件的部件数为 1000[0-9]{2}，超过上限 100000。$", Refusal(stream.ToArray()));
    }

    [Theory]
    [InlineData("<!DOCTYPE w:document SYSTEM \"file:///etc/passwd\">")]
    [InlineData("<!DOCTYPE w:document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>")]
    [InlineData("<!DOCTYPE w:document [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>")]
    public void Read_WhenAPartHasADocumentType_IsRefused(string type)
    {
        foreach (var name in (string[])[Document, "_rels/.rels", "[Content_Types].xml", "customXml/item.xml", "docProps/core.xml"])
        {
            var file = Packed(Valid, (part, bytes) => part == name ? [.. Encoding.UTF8.GetBytes(type), .. WithoutDeclaration(bytes)] : bytes);

            Assert.Contains($"{name} 含有文档类型声明（DTD）", Refusal(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_WhenElementsNestTooDeep_NamesPartDepthAndLimit()
    {
        var deep = string.Concat(Enumerable.Repeat("<w:sdt>", 100_000)) + string.Concat(Enumerable.Repeat("</w:sdt>", 100_000));

        Assert.Equal("文件的部件 word/document.xml 的 XML 嵌套层数为 201，超过上限 200。", Refusal(Foreign(deep)));
        var props = Packed(Valid, (part, bytes) => part == "docProps/core.xml" ? Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000))) : bytes);
        Assert.Contains("docProps/core.xml 的 XML 嵌套层数", Refusal(props), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenPartsFormAnEndlessChain_DoesNotFollowIt()
    {
        const int length = 20_000;
        using var stream = new MemoryStream();
        stream.Write(Valid);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            Rewrite(zip, "word/_rels/document.xml.rels", text => text.Replace("</Relationships>", Link(0) + "</Relationships>", StringComparison.Ordinal));
            Rewrite(zip, "[Content_Types].xml", text => text.Replace("</Types>", "<Default Extension=\"link\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/></Types>", StringComparison.Ordinal));
            for (var i = 0; i < length; i++)
            {
                zip.CreateEntry($"word/p{i}.link", CompressionLevel.NoCompression);
                using var rels = new StreamWriter(zip.CreateEntry($"word/_rels/p{i}.link.rels", CompressionLevel.NoCompression).Open());
                rels.Write($"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{Link((i + 1) % length)}</Relationships>");
            }
        }

        Assert.NotEmpty(Read(stream.ToArray()).Table);

        static string Link(int to) => $"<Relationship Id=\"next\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"p{to}.link\"/>";
    }

    [Fact]
    public void Read_WhenRelationshipsAreTooMany_NamesTheirNumber()
    {
        var file = Packed(Valid, (part, bytes) => part == "_rels/.rels"
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("</Relationships>", string.Concat(Enumerable.Repeat("<Relationship/>", 50)) + "</Relationships>", StringComparison.Ordinal))
            : bytes);

        Assert.Equal("文件的部件 _rels/.rels 的条目数为 54，超过上限 50。", Refusal(file, new ReadLimits { MaxParts = 50 }));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/x", "External")]
    [InlineData("mailto:某 某@", "External")]
    [InlineData("NULL", "Internal")]
    [InlineData("/etc/passwd", "Internal")]
    [InlineData("file:///etc/passwd", "Internal")]
    public void Read_WhenARelationshipLeadsOutsideOrNowhere_DoesNotFollowIt(string target, string mode)
    {
        var file = Packed(Valid, (part, bytes) => part.EndsWith(".rels", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("</Relationships>", $"<Relationship Id=\"x\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" Target=\"{target}\" TargetMode=\"{mode}\"/></Relationships>", StringComparison.Ordinal))
            : bytes);

        Assert.Equal(Cells(Read(Valid)), Cells(Read(file)));
    }

    [Fact]
    public void Read_WhenTheTableIsBeyondALimit_NamesIt()
    {
        Assert.Contains("表格行数为 6，超过上限 5", Refusal(Valid, new ReadLimits { MaxRows = 5 }), StringComparison.Ordinal);
        Assert.Contains("表格列数为 9，超过上限 8", Refusal(Valid, new ReadLimits { MaxColumns = 8 }), StringComparison.Ordinal);
        Assert.Contains("超过上限 100。", Refusal(Valid, new ReadLimits { MaxCharacters = 100 }), StringComparison.Ordinal);
        Assert.Contains("秒的上限", Refusal(Valid, new ReadLimits { MaxTime = TimeSpan.Zero }), StringComparison.Ordinal);
        Assert.Contains("表格列数", Refusal(Foreign("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"99999999999\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>")), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenNobodyWaits_IsCancelled() =>
        Assert.Throws<OperationCanceledException>(() => Docx.DocxFormReader.Read(Valid, new ReadLimits(), new CancellationToken(canceled: true)));

    [Theory]
    [InlineData("", "文件是空的")]
    [InlineData("%PDF-1.7", "文件是 PDF")]
    [InlineData("{\\rtf1", "文件是 RTF")]
    [InlineData("<html>", "不是 .docx 或 .xlsx 文件")]
    [InlineData("PK\u0003\u0004", "不完整或已损坏")]
    public void Read_WhenTheFileIsOfAnotherKind_NamesIt(string file, string message) =>
        Assert.Contains(message, Refusal(Encoding.UTF8.GetBytes(file)), StringComparison.Ordinal);

    [Theory]
    [InlineData("EncryptedPackage", "已加密")]
    [InlineData("WordDocument", ".doc 格式")]
    [InlineData("Workbook", ".xls 格式")]
    [InlineData("Other", "OLE 复合文档")]
    public void Read_WhenTheFileIsACompoundFile_NamesWhatItHolds(string stream, string message) =>
        Assert.Contains(message, Refusal([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[504], .. Encoding.Unicode.GetBytes(stream)]), StringComparison.Ordinal);

    [Fact]
    public void Read_WhenThePackageIsNoDocument_SaysSo()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("readme.txt");
        }

        Assert.Contains("压缩包里没有 [Content_Types].xml", Refusal(stream.ToArray()), StringComparison.Ordinal);
        Assert.Contains("不是 Word 文档", Refusal(Packed(Valid, (part, bytes) => part == "_rels/.rels" ? "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>"u8.ToArray() : bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTwoPartsHaveOneName_IsRefused()
    {
        using var stream = new MemoryStream();
        stream.Write(Valid);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.CreateEntry("WORD/document.xml");
        }

        Assert.Contains("两个同名的部件 WORD/document.xml", Refusal(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenTheFileIsCutOff_IsRefused()
    {
        for (var length = 0; length < Valid.Length; length += 61)
        {
            Assert.NotEmpty(Refusal(Valid[..length]));
        }
    }

    [Fact]
    public void Read_WhenBytesAreChanged_ReadsTheSameOrRefuses()
    {
        var random = new Random(20210202);
        var expected = Cells(Read(Valid)).ToList();
        for (var i = 0; i < 400; i++)
        {
            var file = Valid.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                // The directory at the end is where most of a package can go wrong.
                file[random.Next(2) == 0 ? random.Next(file.Length) : file.Length - 1 - random.Next(1500)] = (byte)random.Next(256);
            }

            try
            {
                Assert.Equal(expected, Cells(Read(file)));
            }
            catch (DocumentReadException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void Read_WhenMarkupIsChanged_ReadsOrRefuses()
    {
        var random = new Random(440103);
        var read = 0;
        for (var i = 0; i < 200; i++)
        {
            var file = Packed(Valid, (_, bytes) => random.Next(4) == 0 ? Mutated(bytes, random) : bytes);
            try
            {
                read += Read(file).Table.Count > 0 ? 1 : 0;
            }
            catch (DocumentReadException)
            {
                continue;
            }
        }

        Assert.InRange(read, 1, 199);
    }

    private static byte[] Mutated(byte[] part, Random random)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(part));
        var at = random.Next(text.Length);
        switch (random.Next(3))
        {
            case 0:
                text[at] = "<>/\"=a1 "[random.Next(8)];
                break;
            case 1:
                text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                break;
            default:
                var length = Math.Min(random.Next(1, 200), text.Length - at);
                text.Insert(random.Next(text.Length), text.ToString(at, length));
                break;
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A document whose main part is so many spaces.</summary>
    private static byte[] Bomb(int size)
    {
        using var stream = new MemoryStream();
        stream.Write(Valid);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            zip.GetEntry(Document)!.Delete();
            using var part = zip.CreateEntry(Document, CompressionLevel.Fastest).Open();
            part.Write("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"u8);
            var spaces = new byte[1 << 20];
            spaces.AsSpan().Fill((byte)' ');
            for (var written = 0; written < size; written += spaces.Length)
            {
                part.Write(spaces);
            }

            part.Write("</w:document>"u8);
        }

        return stream.ToArray();
    }

    private static void Rewrite(ZipArchive zip, string name, Func<string, string> rewrite)
    {
        string text;
        using (var reader = new StreamReader(zip.GetEntry(name)!.Open()))
        {
            text = reader.ReadToEnd();
        }

        zip.GetEntry(name)!.Delete();
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(rewrite(text));
    }

    private static byte[] WithoutDeclaration(byte[] xml)
    {
        var start = xml.AsSpan().IndexOf("?>"u8);
        return xml.AsSpan().TrimStart([(byte)0xEF, (byte)0xBB, (byte)0xBF]).StartsWith("<?xml"u8) ? xml[(start + 2)..] : xml;
    }

    private static List<int> Occurrences(byte[] bytes, ReadOnlySpan<byte> mark)
    {
        var found = new List<int>();
        for (var at = bytes.AsSpan().IndexOf(mark); at >= 0;)
        {
            found.Add(at);
            var next = bytes.AsSpan(at + 1).IndexOf(mark);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return found;
    }
}
