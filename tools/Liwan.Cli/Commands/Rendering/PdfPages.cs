using System.Buffers;

namespace Liwan.Cli.Commands.Rendering;

/// <summary>Counts the pages of a PDF whose page objects are not compressed, as PDF/A-1 demands.</summary>
internal static class PdfPages
{
    private static readonly SearchValues<byte> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_#-+."u8);

    /// <summary>The number of page objects outside streams; null where there is none to be seen.</summary>
    public static int? Count(ReadOnlySpan<byte> pdf)
    {
        var pages = 0;
        while (!pdf.IsEmpty)
        {
            var stream = pdf.IndexOf("stream"u8);
            var plain = stream < 0 ? pdf : pdf[..stream];
            pages += CountIn(plain);
            if (stream < 0)
            {
                break;
            }

            var end = pdf[stream..].IndexOf("endstream"u8);
            pdf = end < 0 ? [] : pdf[(stream + end + "endstream"u8.Length)..];
        }

        return pages == 0 ? null : pages;
    }

    private static int CountIn(ReadOnlySpan<byte> plain)
    {
        var pages = 0;
        for (var at = plain.IndexOf("/Type"u8); at >= 0; at = plain.IndexOf("/Type"u8))
        {
            plain = plain[(at + "/Type"u8.Length)..];
            var value = plain.TrimStart(" \r\n\t"u8);
            if (value.StartsWith("/Page"u8) && (value.Length == 5 || !NameCharacters.Contains(value[5])))
            {
                pages++;
            }
        }

        return pages;
    }
}
