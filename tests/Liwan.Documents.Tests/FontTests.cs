using FsCheck.Xunit;
using Liwan.Documents.Fonts;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Tests;

/// <summary>Where the font comes from, and what happens to characters it lacks.</summary>
public sealed class FontTests : IDisposable
{
    private const string PrivateUse = "\uE000";

    private static readonly string Restored = Path.Combine(AppContext.BaseDirectory, "fonts");

    private readonly string _folder = Directory.CreateTempSubdirectory("liwan-fonts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Locate_WhenTheFontWasRestored_PrefersItToEverythingElse()
    {
        File.Copy(Regular, Path.Combine(_folder, "simsun.ttf"));

        var fonts = new FontLocator(Restored, [_folder]).Locate(new FontOptions { Path = _folder });

        Assert.Equal("Noto Serif SC", fonts.Family);
        Assert.Equal((400, 700), (fonts.Regular.Weight, fonts.Bold.Weight));
        Assert.Equal(Rendered.Fonts.Sha256, fonts.Sha256);
    }

    [Theory]
    [InlineData("mine.ttf")]
    [InlineData("")]
    public void Locate_WhenNoneWasRestored_TakesTheConfiguredFileOrFolder(string configured)
    {
        File.Copy(Regular, Path.Combine(_folder, "mine.ttf"));

        var fonts = new FontLocator(Absent, []).Locate(new FontOptions { Path = Path.Combine(_folder, configured) });

        Assert.Equal("Noto Serif SC", fonts.Family);
        Assert.Same(fonts.Regular, fonts.Bold);
    }

    [Fact]
    public void Locate_WhenNoneIsConfigured_TakesTheBestSystemFontWithItsBold()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "truetype"));
        File.Copy(Regular, Path.Combine(_folder, "truetype", "SIMSUN.TTF"));
        File.Copy(Bold, Path.Combine(_folder, "simhei.ttf"));

        var fonts = new FontLocator(Absent, [Path.Combine(_folder, "none"), _folder]).Locate(new FontOptions { Path = Path.Combine(_folder, "gone.ttf") });

        Assert.Equal((400, 700), (fonts.Regular.Weight, fonts.Bold.Weight));
    }

    [Fact]
    public void Locate_WhenThereIsNoFontAtAll_SaysInChineseWhatToInstallAndWhatWasLookedAt()
    {
        File.WriteAllBytes(Path.Combine(_folder, "cff.ttf"), "OTTO\0\0\0\0\0\0\0\0"u8.ToArray());
        File.WriteAllBytes(Path.Combine(_folder, "text.ttf"), "not a font"u8.ToArray());
        File.WriteAllBytes(Path.Combine(_folder, "void.ttc"), []);

        var message = Assert.Throws<FontUnavailableException>(() => new FontLocator(Absent, ["/nowhere"]).Locate(new FontOptions { Path = _folder })).Message;

        Assert.Equal(
            "没有找到可以嵌入 PDF 的 TrueType 中文字体。请任选其一：一、安装 npm 并联网后重新编译，自动还原 Noto Serif SC；"
            + $"二、把 Reports:FontPath 设为一个 .ttf 或 .ttc 字体文件，或其所在文件夹（当前为 {_folder}）；"
            + "三、安装系统字体，如 Debian、Ubuntu 上执行 apt-get install fonts-arphic-uming，Windows 上安装“宋体”。"
            + $"已查看：{Absent}：文件夹不存在；{_folder}/cff.ttf：是 OpenType CFF 字体，没有 TrueType 轮廓（glyf）；"
            + $"{_folder}/text.ttf：不是 TrueType 字体文件；{_folder}/void.ttc：字体文件已损坏（数据不完整）；"
            + "系统字体（/nowhere）：没有 simsun.ttc、simsun.ttf、simfang.ttf、Songti.ttc、STSONG.TTF、uming.ttc。",
            message);
    }

    [Property(Replay = "20210202,440105", MaxTest = 25)]
    public void Locate_WhenAFontFileIsDamaged_TakesItOrSaysThatThereIsNone(uint where, byte what, bool cut)
    {
        var bytes = File.ReadAllBytes(Regular);
        if (cut)
        {
            bytes = bytes[..(int)(where % bytes.Length)];
        }
        else
        {
            // The table directory, and whatever small tables follow it.
            bytes[where % 2048] ^= (byte)(what | 1);
        }

        var path = Path.Combine(_folder, "damaged.ttf");
        File.WriteAllBytes(path, bytes);

        var thrown = Record.Exception(() => new FontLocator(Absent, []).Locate(new FontOptions { Path = path }));

        Assert.True(thrown is null or FontUnavailableException, thrown?.ToString());
        Assert.True(!cut || thrown is not null, "A font that lacks its end was taken.");
    }

    [Fact]
    public void Write_WhenTheFontLacksACharacter_PrintsTheGetaMarkThatReadsAsTheCharacter()
    {
        var form = TestForms.Empty with { Problems = $"甲{PrivateUse}乙{PrivateUse}" };
        var output = new System.Buffers.ArrayBufferWriter<byte>();

        var result = Rendered.Writer.Write(FormGridBuilder.Build(form), Rendered.Submitted, output);

        Assert.Equal([PrivateUse], result.MissingCharacters);
        var page = PdfReading.Pages(output.WrittenSpan.ToArray())[0];
        Assert.Contains($"存在问题甲{PrivateUse}乙{PrivateUse}改进措施", PdfReading.Text(page.Letters), StringComparison.Ordinal);
        Assert.Equal([PrivateUse, PrivateUse], page.GetMarkedContents().SelectMany(content => content.Children).Select(content => content.ActualText));
        Assert.Equal(Rendered.Fonts.Regular.PrintedGlyph('〓'), Rendered.Fonts.Regular.PrintedGlyph(PrivateUse[0]));
    }

    [FormProperty]
    public void MissingCharacters_AreThoseThatTheDocumentPrintsAsGetaMarks(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);
        var heading = grid.Heading;
        var text = string.Join('\n', [heading.AttachmentLabel, heading.Title, heading.YearLine, heading.SealLine, .. grid.Cells.Select(cell => cell.Text)]);

        var result = Rendered.Writer.Write(grid, Rendered.Submitted, new System.Buffers.ArrayBufferWriter<byte>());

        Assert.Equal(Rendered.Fonts.MissingCharacters(text).Order(StringComparer.Ordinal), result.MissingCharacters.Order(StringComparer.Ordinal));
    }

    [Property(Replay = "20210202,440107", MaxTest = 200)]
    public void Adler32_OfJoinedParts_IsThatOfTheWhole(byte[] first, byte[] second, ushort repeat)
    {
        byte[] longer = [.. Enumerable.Repeat((byte)0xFF, repeat), .. second];

        Assert.Equal(Adler32.Of([.. first, .. longer]), Adler32.Of(first).Then(Adler32.Of(longer)));
    }

    [Fact]
    public void Adler32_OfAKnownText_IsTheKnownSum() => Assert.Equal(0x11E60398u, Adler32.Of("Wikipedia"u8).Value);

    private static string Regular => Path.Combine(Restored, "NotoSerifSC_400Regular.ttf");

    private static string Bold => Path.Combine(Restored, "NotoSerifSC_700Bold.ttf");

    private string Absent => Path.Combine(_folder, "absent");
}
