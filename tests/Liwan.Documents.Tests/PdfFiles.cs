using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Liwan.Documents.Tests;

/// <summary>PDF files made by hand, and what can be done to files.</summary>
internal static partial class PdfFiles
{
    /// <summary>A file of these objects, whose catalog is object 1 and whose pages are object 2.</summary>
    public static byte[] OfObjects(string objects, string catalog = "")
    {
        var body = $"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R{catalog}>>endobj\n{objects}\n";
        var places = Begin().Matches(body).ToDictionary(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), match => match.Index);
        var file = new StringBuilder(body);
        var size = places.Keys.Max() + 1;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {size}\n");
        for (var number = 0; number < size; number++)
        {
            file.Append(places.TryGetValue(number, out var place) ? $"{place:0000000000} 00000 n \n" : "0000000000 65535 f \n");
        }

        return Encoding.Latin1.GetBytes(file.Append(CultureInfo.InvariantCulture, $"trailer<</Root 1 0 R/Size {size}>>\nstartxref\n{body.Length}\n%%EOF\n").ToString());
    }

    /// <summary>A file of one page, which is drawn by these operators.</summary>
    public static byte[] OfContent(string content) =>
        OfObjects($"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 900]/Contents 4 0 R>>endobj\n4 0 obj<</Length {content.Length}>>stream\n{content}\nendstream endobj");

    /// <summary>Operators that print a text whose characters are one em wide.</summary>
    public static string Show(double x, double y, string text, double size = 10) =>
        string.Create(CultureInfo.InvariantCulture, $"BT /F {size} Tf {x} {y} Td <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}> Tj ET\n");

    /// <summary>A file of pages drawn by these operators, with a font for <see cref="Show"/>; <paramref name="more"/> are further objects, and <paramref name="catalog"/> entries of the catalog.</summary>
    public static byte[] OfPages(string[] contents, string more = "", string catalog = "")
    {
        const string map = "1 begincodespacerange <0000><FFFF> endcodespacerange 1 beginbfrange <0000><FFFF><0000> endbfrange";
        var kids = string.Concat(contents.Select((_, i) => $"{20 + (2 * i)} 0 R "));
        var objects = new StringBuilder($"""
            2 0 obj<</Type/Pages/Count {contents.Length}/Kids[{kids}]>>endobj
            5 0 obj<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>endobj
            6 0 obj<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1 1]>>>>endobj
            7 0 obj<</Length {map.Length}>>stream
            {map}
            endstream endobj
            {more}

            """);
        for (var i = 0; i < contents.Length; i++)
        {
            objects.Append(CultureInfo.InvariantCulture, $"{20 + (2 * i)} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {21 + (2 * i)} 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n");
            objects.Append(CultureInfo.InvariantCulture, $"{21 + (2 * i)} 0 obj<</Length {contents[i].Length}>>stream\n{contents[i]}\nendstream endobj\n");
        }

        return OfObjects(objects.ToString(), catalog);
    }

    /// <summary>A file with one more object, to which nothing refers.</summary>
    public static byte[] WithObject(string value) => OfObjects($"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n3 0 obj\n{value}\nendobj");

    /// <summary>A file of one page, whose operators are that many spaces, deflated.</summary>
    public static byte[] WithDeflatedContent(long length)
    {
        using var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
        {
            var spaces = new byte[1 << 20];
            Array.Fill(spaces, (byte)' ');
            for (long written = 0; written < length; written += spaces.Length)
            {
                zlib.Write(spaces);
            }
        }

        return OfObjects($"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 900]/Contents 4 0 R>>endobj\n4 0 obj<</Filter/FlateDecode/Length {deflated.Length}>>stream\n{Encoding.Latin1.GetString(deflated.ToArray())}\nendstream endobj");
    }

    /// <summary>The file with its streams inflated, so that a changed byte reaches what is in them.</summary>
    public static byte[] WithPlainStreams(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var plain = new StringBuilder();
        var at = 0;
        const string filter = "<</Filter/FlateDecode/Length ";
        for (int start; (start = text.IndexOf(filter, at, StringComparison.Ordinal)) >= 0;)
        {
            var digits = start + filter.Length;
            var length = int.Parse(text[digits..text.IndexOfAny(['>', '/'], digits)], CultureInfo.InvariantCulture);
            var data = text.IndexOf("stream\n", digits, StringComparison.Ordinal) + "stream\n".Length;
            using var zlib = new ZLibStream(new MemoryStream(file, data, length), CompressionMode.Decompress);
            using var inflated = new MemoryStream();
            zlib.CopyTo(inflated);
            plain.Append(text, at, start - at).Append(CultureInfo.InvariantCulture, $"<</Length {inflated.Length}>>stream\n").Append(Encoding.Latin1.GetString(inflated.ToArray()));
            at = data + length;
        }

        return Encoding.Latin1.GetBytes(plain.Append(text, at, text.Length - at).ToString());
    }

    /// <summary>The file with some bytes changed, cut out, doubled or put elsewhere.</summary>
    public static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var changes = random.Next(1, 12); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 60), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2 when bytes.Count > 1000:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 4:
                    ReplaceDigit(bytes, at, random);
                    break;
                default:
                    bytes.InsertRange(at, "[<<(/R >>obj endobj stream 99999999999 -1 0 R q BT"u8[random.Next(20)..].ToArray());
                    break;
            }
        }

        return [.. bytes];
    }

    public static async Task<byte[]> RunAsync(string tool, byte[] file, string[] arguments)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file);
            var start = new ProcessStartInfo(tool, arguments.Select(argument => argument == "{file}" ? path : argument)) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            using var written = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(written);
            await process.WaitForExitAsync();
            return written.ToArray();
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A number changed is the likeliest to be believed.</summary>
    private static void ReplaceDigit(List<byte> bytes, int from, Random random)
    {
        var at = bytes.FindIndex(from, value => value is >= (byte)'0' and <= (byte)'9');
        if (at >= 0)
        {
            bytes[at] = (byte)('0' + random.Next(10));
        }
    }

    [GeneratedRegex(@"(?<=[\n ])(\d+) 0 obj", RegexOptions.CultureInvariant)]
    private static partial Regex Begin();
}
