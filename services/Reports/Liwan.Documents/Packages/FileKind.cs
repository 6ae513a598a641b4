using System.Text;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Packages;

/// <summary>Tells the files that people take for DOCX or XLSX from those that are.</summary>
internal static class FileKind
{
    private static ReadOnlySpan<byte> ZipEntry => "PK\u0003\u0004"u8;

    private static ReadOnlySpan<byte> Compound => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Refuses what is no package, naming what it is and what to do.</summary>
    public static void RequirePackage(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(ZipEntry))
        {
            return;
        }

        throw new DocumentReadException(
            file.IsEmpty ? "文件是空的。"
            : file.StartsWith(Compound) ? CompoundKind(file)
            : file.StartsWith("%PDF-"u8) ? "文件是 PDF，不是 .docx 或 .xlsx 文件，请按 PDF 导入。"
            : file.StartsWith("{\\rtf"u8) ? "文件是 RTF，不是 .docx 文件，请在 Word 或 WPS 中另存为 .docx 后再导入。"
            : "文件不是 .docx 或 .xlsx 文件：开头不是 Office 文档的压缩包标志。");
    }

    private static string CompoundKind(ReadOnlySpan<byte> file) =>
        Holds(file, "EncryptedPackage") ? "文件已加密，无法读取，请去掉打开密码后另存再导入。"
        : Holds(file, "WordDocument") ? "文件是旧版的 .doc 格式，请在 Word 或 WPS 中另存为 .docx 后再导入。"
        : Holds(file, "Workbook") ? "文件是旧版的 .xls 格式，请在 Excel 或 WPS 中另存为 .xlsx 后再导入。"
        : "文件是旧版的 Office 格式（OLE 复合文档），请另存为 .docx 或 .xlsx 后再导入。";

    private static bool Holds(ReadOnlySpan<byte> file, string streamName) => file.IndexOf(Encoding.Unicode.GetBytes(streamName)) >= 0;
}
