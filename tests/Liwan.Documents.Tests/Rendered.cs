using Liwan.Documents.Fonts;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf;

namespace Liwan.Documents.Tests;

/// <summary>Forms made into documents, with the font that the build restored.</summary>
internal static class Rendered
{
    public static FontSet Fonts { get; } = FontSet.Locate(new FontOptions());

    public static PdfFormWriter Writer { get; } = new(Fonts);

    public static DocumentProperties Submitted { get; } = new(
        "荔湾区部门整体支出绩效自评表（2021年度）",
        SubmittedAt: new DateTimeOffset(2022, 3, 31, 17, 0, 0, TimeSpan.FromHours(8)),
        SnapshotSha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

    public static byte[] Pdf(FormContent form) => Writer.Write(FormGridBuilder.Build(form), Submitted);
}
