using System.IO.Compression;
using Liwan.Documents.Packages;
using Liwan.Documents.Reading;
using static Liwan.Documents.Tests.DocxReading;

namespace Liwan.Documents.Tests;

/// <summary>What comes through the guard, of DOCX as of XLSX.</summary>
public class DocxPackageGuardTests
{
    private static readonly byte[] Valid = Written(TestForms.NpcOffice);

    [Fact]
    public void Open_GivesEveryPartOfAHarmlessPackage()
    {
        using var before = new ZipArchive(new MemoryStream(Valid));
        using var after = new ZipArchive(PackageGuard.Open(Valid, new ReadLimits()));

        Assert.Equal(before.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal), after.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.All(
            before.Entries.Where(entry => !entry.FullName.EndsWith(".rels", StringComparison.Ordinal)),
            entry => Assert.Equal(entry.Crc32, after.GetEntry(entry.FullName)!.Crc32));
    }

    [Fact]
    public void Open_EmptiesMacrosAndLeavesOutWhatNothingLeadsTo()
    {
        using var stream = new MemoryStream();
        stream.Write(Packed(Valid, (name, part) => name == "word/_rels/document.xml.rels"
            ? [.. part.AsSpan()[..^"</Relationships>".Length], .. "<Relationship Id=\"vba\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/></Relationships>"u8]
            : part));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var name in (string[])["word/vbaProject.bin", "word/stray.xml"])
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write("<a>"u8);
            }
        }

        using var after = new ZipArchive(PackageGuard.Open(stream.ToArray(), new ReadLimits()));

        Assert.Equal(0, after.GetEntry("word/vbaProject.bin")!.Length);
        Assert.Null(after.GetEntry("word/stray.xml"));
    }

    [Fact]
    public void Open_WhenTheMemoryIsASliceOfALargerOne_ReadsOnlyTheSlice()
    {
        byte[] padded = [1, 2, 3, .. Valid, 4, 5];

        using var safe = PackageGuard.Open(padded.AsMemory(3, Valid.Length), new ReadLimits());

        Assert.NotEqual(0, safe.Length);
    }
}
