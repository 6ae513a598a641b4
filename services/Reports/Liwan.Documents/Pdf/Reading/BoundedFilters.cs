using System.IO.Compression;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>The stream filters of the library, each asked only after it is known how much will come out.</summary>
internal sealed class BoundedFilters(ReadBudget budget, StructureScan structure) : IFilterProvider
{
    /// <summary>More filters on one stream than any writer has a use for.</summary>
    private const int MaxFilters = 8;

    private readonly Dictionary<string, IFilter> _bounded = [];

    /// <summary>What reading the file may cost.</summary>
    public ReadBudget Budget => budget;

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary)
    {
        ArgumentNullException.ThrowIfNull(dictionary);
        if (!dictionary.TryGet(NameToken.Filter, out IToken filter) && !dictionary.TryGet(NameToken.F, out filter))
        {
            return [];
        }

        return filter switch
        {
            NameToken name => GetNamedFilters([name]),
            ArrayToken names => GetNamedFilters([.. names.Data.OfType<NameToken>()]),
            _ => throw new PdfDocumentFormatException("The filter is neither a name nor an array."),
        };
    }

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        budget.Check();
        if (names.Count is 0 or > MaxFilters)
        {
            throw budget.Refuse("PDF 已损坏：数据流的压缩方式不合规范。");
        }

        return [.. names.Select((name, i) => Bounded(name, i == names.Count - 1))];
    }

    public IReadOnlyList<IFilter> GetAllFilters() => DefaultFilterProvider.Instance.GetAllFilters();

    private IFilter Bounded(NameToken name, bool last)
    {
        string key = name.Data + (last ? "." : "");
        if (!_bounded.TryGetValue(key, out IFilter? filter))
        {
            filter = new BoundedFilter(DefaultFilterProvider.Instance.GetNamedFilters([name])[0], last, budget, structure);
            _bounded.Add(key, filter);
        }

        return filter;
    }

    private sealed class BoundedFilter(IFilter inner, bool last, ReadBudget budget, StructureScan structure) : IFilter
    {
        private const int MaxPredictorColumns = 1 << 20;

        /// <summary>The most bytes one code of LZW can stand for, over the bits it takes at least: 4096 for 9 bits.</summary>
        private const int LzwExpansion = 3641;

        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            budget.Inflate(Measure(input));
            RefuseWidePredictors(streamDictionary);
            Memory<byte> output = inner.Decode(input, streamDictionary, filterProvider, filterIndex);
            if (last)
            {
                structure.ScanDecoded(streamDictionary, output.Span);
            }

            return output;
        }

        private long Measure(Memory<byte> input) => inner switch
        {
            FlateFilter => Inflated(input),
            RunLengthFilter => RunLength(input.Span),
            LzwFilter => Lzw(input.Length),
            _ => input.Length,
        };

        private long Inflated(Memory<byte> input)
        {
            if (input.Length < 2)
            {
                return 0;
            }

            using var deflate = new DeflateStream(new MemoryStream(input[2..].ToArray()), CompressionMode.Decompress);
            Span<byte> buffer = stackalloc byte[8192];
            long length = 0;
            try
            {
                for (int read; length <= budget.InflatedBytesLeft && (read = deflate.Read(buffer)) > 0;)
                {
                    length += read;
                }
            }
            catch (InvalidDataException)
            {
                // What came out until here is what the library will get out too.
            }

            return length;
        }

        private static long RunLength(ReadOnlySpan<byte> input)
        {
            long length = 0;
            for (int i = 0; i < input.Length && input[i] != 128;)
            {
                length += input[i] < 128 ? input[i] + 1 : 257 - input[i];
                i += input[i] < 128 ? input[i] + 2 : 2;
            }

            return length;
        }

        /// <summary>Only what cannot overflow whatever it says; nobody writes LZW any more.</summary>
        private long Lzw(int length) =>
            (long)length * LzwExpansion > budget.InflatedBytesLeft
                ? throw budget.Refuse("PDF 使用了过大的 LZW 压缩数据，不予读取。请用现在的软件重新导出。")
                : length * 4L;

        private void RefuseWidePredictors(DictionaryToken dictionary)
        {
            if (!dictionary.TryGet(NameToken.DecodeParms, out IToken parameters) && !dictionary.TryGet(NameToken.Dp, out parameters))
            {
                return;
            }

            IEnumerable<IToken> all = parameters is ArrayToken array ? array.Data : [parameters];
            foreach (DictionaryToken one in all.OfType<DictionaryToken>())
            {
                if (one.TryGet(NameToken.Columns, out IToken value) && value is NumericToken columns && columns.Data is < 0 or > MaxPredictorColumns)
                {
                    throw budget.Refuse("PDF 已损坏：数据流的预测参数过大。");
                }
            }
        }
    }
}
