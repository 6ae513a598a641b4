using System.Text;
using System.Text.RegularExpressions;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Parser.Parts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Leaves of fonts what text needs: names, widths and what the codes mean. Font programs are for drawing, and a parser of outlines is easily led astray.</summary>
internal sealed partial class FontCleaning(IPdfTokenScanner scanner, ILookupFilterProvider filters, ReadBudget budget)
{
    private const int MaxFonts = 2000;

    /// <summary>Codes that one range may cover; no code is longer than two bytes in practice.</summary>
    private const long MaxRange = 0x10000;

    /// <summary>Codes of all ranges of one font.</summary>
    private const long MaxCodes = 4 * MaxRange;

    private const long MaxCode = 1L << 40;

    private const int MaxMapBytes = 8 << 20;

    private static readonly DictionaryToken Nothing = new(new Dictionary<NameToken, IToken>());
    private static readonly HashSet<string> Dropped = ["FontFile", "FontFile2", "FontFile3", "CIDToGIDMap", "Resources", "CharSet", "CIDSet", "Metadata"];

    private readonly HashSet<UglyToad.PdfPig.Core.IndirectReference> _cleaned = [];

    /// <summary>Cleans the fonts that a resource dictionary names, where they stand.</summary>
    public DictionaryToken CleanAll(DictionaryToken fonts)
    {
        var kept = new Dictionary<NameToken, IToken>();
        foreach ((string name, IToken value) in fonts.Data)
        {
            budget.Check();
            if (value is IndirectReferenceToken reference)
            {
                if (_cleaned.Add(reference.Data) && DirectObjectFinder.TryGet(reference, scanner, out DictionaryToken? font))
                {
                    scanner.ReplaceToken(reference.Data, Clean(font, isDescendant: false));
                }

                kept.Add(NameToken.Create(name), value);
            }
            else if (value is DictionaryToken direct)
            {
                kept.Add(NameToken.Create(name), Clean(direct, isDescendant: false));
            }
        }

        if (_cleaned.Count > MaxFonts)
        {
            throw budget.Refuse($"PDF 的字体超过 {MaxFonts} 种，不予读取。");
        }

        return new DictionaryToken(kept);
    }

    private DictionaryToken Clean(DictionaryToken font, bool isDescendant)
    {
        var kept = new Dictionary<NameToken, IToken>();
        foreach ((string name, IToken value) in font.Data)
        {
            if (Dropped.Contains(name))
            {
                continue;
            }

            IToken? cleaned = name switch
            {
                "FontDescriptor" => Resolve<DictionaryToken>(value) is { } descriptor ? WithoutPrograms(descriptor) : null,
                "DescendantFonts" => isDescendant ? null : Descendants(value),
                "CharProcs" => Nothing,
                "W" => Widths(value, numbersOfRange: 3),
                "W2" => Widths(value, numbersOfRange: 5),
                "ToUnicode" or "Encoding" => Map(value),
                _ => value,
            };
            if (cleaned is not null)
            {
                kept.Add(NameToken.Create(name), cleaned);
            }
        }

        return new DictionaryToken(kept);
    }

    private static DictionaryToken WithoutPrograms(DictionaryToken descriptor) =>
        new(descriptor.Data.Where(entry => !Dropped.Contains(entry.Key)).ToDictionary(entry => NameToken.Create(entry.Key), entry => entry.Value));

    private ArrayToken? Descendants(IToken value)
    {
        DictionaryToken? font = Resolve<DictionaryToken>(value) ?? (Resolve<ArrayToken>(value) is { Data.Count: > 0 } array ? Resolve<DictionaryToken>(array.Data[0]) : null);
        return font is null ? null : new ArrayToken([Clean(font, isDescendant: true)]);
    }

    /// <summary>The widths with references resolved, or null where their ranges would fill the memory.</summary>
    private ArrayToken? Widths(IToken value, int numbersOfRange)
    {
        if (Resolve<ArrayToken>(value) is not { } widths)
        {
            return null;
        }

        var resolved = new List<IToken>(widths.Data.Count);
        long codes = 0;
        for (int i = 0; i < widths.Data.Count;)
        {
            if (Resolve<NumericToken>(widths.Data[i]) is not { } first || i + 1 >= widths.Data.Count)
            {
                return null;
            }

            if (Resolve<ArrayToken>(widths.Data[i + 1]) is { } list)
            {
                resolved.AddRange([first, list]);
                codes += list.Data.Count;
                i += 2;
                continue;
            }

            List<NumericToken?> numbers = [.. widths.Data.Skip(i).Take(numbersOfRange).Select(Resolve<NumericToken>)];
            if (numbers.Count < numbersOfRange || numbers.Contains(null) || numbers[1]!.Data - first.Data is not (>= 0 and < MaxRange))
            {
                return null;
            }

            codes += (long)(numbers[1]!.Data - first.Data);
            resolved.AddRange(numbers!);
            i += numbersOfRange;
        }

        return codes > MaxCodes ? null : new ArrayToken(resolved);
    }

    /// <summary>What codes mean: a name or a dictionary as it is, a stream decoded and looked through.</summary>
    private IToken? Map(IToken value)
    {
        if (Resolve<StreamToken>(value) is not { } stream)
        {
            return value;
        }

        Memory<byte> map = stream.Decode(filters, scanner);
        if (map.Length > MaxMapBytes)
        {
            throw budget.Refuse("PDF 的字符映射表过大，不予读取。");
        }

        RefuseHugeRanges(Comment().Replace(Encoding.Latin1.GetString(map.Span), " "));
        return new StreamToken(Nothing, map);
    }

    private void RefuseHugeRanges(string map)
    {
        const string begin = "beginbfrange";
        long codes = 0;
        for (int at = map.IndexOf(begin, StringComparison.Ordinal); at >= 0; at = map.IndexOf(begin, at, StringComparison.Ordinal))
        {
            budget.Check();
            at += begin.Length;
            int end = map.IndexOf("begin", at, StringComparison.Ordinal);
            foreach (Match range in Range().Matches(map[at..(end < 0 ? map.Length : end)]))
            {
                codes += Math.Max(0, Code(range.Groups[2].ValueSpan) - Code(range.Groups[1].ValueSpan));
                if (codes > MaxCodes)
                {
                    throw budget.Refuse("PDF 已损坏：字符映射表的范围过大。");
                }
            }
        }
    }

    private static long Code(ReadOnlySpan<char> hex)
    {
        long code = 0;
        foreach (char digit in hex)
        {
            code = char.IsAsciiHexDigit(digit) ? Math.Min(MaxCode, (code * 16) + Convert.ToInt32(digit.ToString(), 16)) : code;
        }

        return code;
    }

    private T? Resolve<T>(IToken value)
        where T : class, IToken => DirectObjectFinder.TryGet(value, scanner, out T? token) ? token : null;

    [GeneratedRegex(@"<([^<>]*)>\s*<([^<>]*)>\s*(?:<[^<>]*>|\[[^\]]*\]|\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Range();

    [GeneratedRegex(@"%[^\r\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
