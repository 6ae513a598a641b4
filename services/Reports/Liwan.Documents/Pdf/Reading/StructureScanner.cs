using System.Text;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>A tokenizer that knows no more of the syntax than it takes to tell nesting and references; it never fails and never looks at a byte twice.</summary>
internal ref struct StructureScanner(ReadOnlySpan<byte> bytes, ReadBudget budget, StructureScan scan)
{
    private const int StepsPerCheck = 65_536;
    private const string InDictionary = "<<";

    /// <summary>The keys whose references parsers follow from object to object by recursion.</summary>
    private static readonly HashSet<string> Followed = ["Kids", "UseCMap", "DescendantFonts"];

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly List<string> _keys = [];
    private readonly List<long> _numbers = [];
    private int _at;
    private long _object;
    private string? _lastName;
    private int _steps;
    private bool _isObjectStream;
    private bool _hasFilter;
    private bool _streamsEnd;

    public void ScanFile()
    {
        while (Next(out ReadOnlySpan<byte> word))
        {
            switch (word)
            {
                case [(byte)'o', (byte)'b', (byte)'j']:
                    Begin(_numbers.Count >= 2 ? _numbers[^2] : 0);
                    break;
                case [(byte)'e', (byte)'n', (byte)'d', (byte)'o', (byte)'b', (byte)'j']:
                    Begin(0);
                    break;
                case [(byte)'s', (byte)'t', (byte)'r', (byte)'e', (byte)'a', (byte)'m']:
                    SkipStream();
                    break;
                default:
                    Word(word);
                    break;
            }
        }
    }

    /// <summary>The pairs of number and offset come first, then the objects themselves.</summary>
    public void ScanObjectStream()
    {
        while (Next(out ReadOnlySpan<byte> word) && IsNumber(word))
        {
            _numbers.Add(Parse(word));
        }

        // The objects' offsets count from the first byte behind the pairs, which the dictionary names; the order alone is enough here.
        long[] numbers = [.. _numbers.Where((_, i) => i % 2 == 0)];
        long[] offsets = [.. _numbers.Where((_, i) => i % 2 == 1)];
        int first = FirstByteBehindPairs();
        for (int i = 0; i < offsets.Length; i++)
        {
            scan.CountObject();
            long start = first + offsets[i];
            long end = i + 1 < offsets.Length && offsets[i + 1] > offsets[i] ? first + offsets[i + 1] : _bytes.Length;
            if (start < 0 || start >= _bytes.Length)
            {
                continue;
            }

            var inner = new StructureScanner(_bytes[(int)start..(int)Math.Clamp(end, start, _bytes.Length)], budget, scan);
            inner.Begin(numbers[i], counted: true);
            while (inner.Next(out ReadOnlySpan<byte> word))
            {
                inner.Word(word);
            }
        }
    }

    private readonly int FirstByteBehindPairs()
    {
        int at = 0;
        while (at < _bytes.Length && (IsSpace(_bytes[at]) || char.IsAsciiDigit((char)_bytes[at])))
        {
            at++;
        }

        // A first object that is itself a number has run into the pairs; being wrong by it is harmless.
        return at;
    }

    private void Begin(long number, bool counted = false)
    {
        if (number != 0 && !counted)
        {
            scan.CountObject();
        }

        _object = number;
        _keys.Clear();
        _numbers.Clear();
        _lastName = null;
        _isObjectStream = false;
        _hasFilter = false;
    }

    private void SkipStream()
    {
        ReadOnlySpan<byte> rest = _bytes[_at..];
        int end = _streamsEnd ? -1 : rest.IndexOf("endstream"u8);
        if (end < 0)
        {
            // Said once: looking for it again behind every such word would take forever.
            _streamsEnd = true;
            return;
        }

        if (_isObjectStream && !_hasFilter)
        {
            scan.ScanObjectStream(rest[..end].TrimStart("\r\n "u8));
        }

        _at += end;
    }

    private void Word(ReadOnlySpan<byte> word)
    {
        switch (word[0])
        {
            case (byte)'<' when word.Length == 2:
                Open(dictionary: true);
                break;
            case (byte)'[':
                Open(dictionary: false);
                break;
            case (byte)'>' or (byte)']':
                Close();
                break;
            case (byte)'/':
                Name(word[1..]);
                break;
            case (byte)'R' when word.Length == 1 && _numbers.Count >= 2 && _object != 0:
                Reference(_numbers[^2]);
                break;
            default:
                if (IsNumber(word))
                {
                    _numbers.Add(Parse(word));
                    if (_numbers.Count > 16)
                    {
                        _numbers.RemoveRange(0, 8);
                    }
                }
                else
                {
                    _numbers.Clear();
                }

                break;
        }
    }

    private void Open(bool dictionary)
    {
        // Arrays carry on under the key they are the value of.
        _keys.Add(dictionary ? InDictionary : _lastName ?? (_keys.Count == 0 ? "" : _keys[^1]));
        _lastName = null;
        _numbers.Clear();
        if (_keys.Count > budget.Limits.MaxNesting)
        {
            throw budget.Refuse($"PDF 的数组或字典嵌套超过 {budget.Limits.MaxNesting} 层，不予读取。");
        }
    }

    private void Close()
    {
        if (_keys.Count > 0)
        {
            _keys.RemoveAt(_keys.Count - 1);
        }

        _lastName = null;
        _numbers.Clear();
    }

    private void Name(ReadOnlySpan<byte> bytes)
    {
        string name = Unescape(bytes);
        _lastName = name;
        _isObjectStream |= name == "ObjStm";
        _hasFilter |= name is "Filter" or "F";
        _numbers.Clear();
    }

    private void Reference(long target)
    {
        // Outside any dictionary the object is itself the reference, or an array of them.
        string key = _lastName ?? (_keys.Count == 0 ? "" : _keys[^1]);
        if (key.Length == 0 || Followed.Contains(key))
        {
            scan.AddEdge(_object, target);
        }

        _lastName = null;
        _numbers.Clear();
    }

    private bool Next(out ReadOnlySpan<byte> word)
    {
        while (_at < _bytes.Length)
        {
            if (++_steps % StepsPerCheck == 0)
            {
                budget.Check();
            }

            int start = _at;
            byte first = _bytes[_at++];
            switch (first)
            {
                case (byte)'%':
                    SkipUntil("\r\n"u8);
                    continue;
                case (byte)'(':
                    SkipText();
                    _lastName = null;
                    continue;
                case (byte)'<' or (byte)'>' when _at < _bytes.Length && _bytes[_at] == first:
                    _at++;
                    break;
                case (byte)'<':
                    SkipUntil(">"u8);
                    _at = Math.Min(_at + 1, _bytes.Length);
                    continue;
                case (byte)'>' or (byte)')' or (byte)'{' or (byte)'}':
                    continue;
                case (byte)'[' or (byte)']':
                    break;
                default:
                    if (IsSpace(first))
                    {
                        continue;
                    }

                    SkipWord();
                    break;
            }

            word = _bytes[start.._at];
            return true;
        }

        word = default;
        return false;
    }

    private void SkipUntil(ReadOnlySpan<byte> ends)
    {
        int length = _bytes[_at..].IndexOfAny(ends);
        _at = length < 0 ? _bytes.Length : _at + length;
    }

    private void SkipText()
    {
        for (int depth = 1; _at < _bytes.Length && depth > 0; _at++)
        {
            switch (_bytes[_at])
            {
                case (byte)'\\':
                    _at++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')':
                    depth--;
                    break;
            }
        }

        _at = Math.Min(_at, _bytes.Length);
    }

    private void SkipWord()
    {
        while (_at < _bytes.Length && !IsSpace(_bytes[_at]) && "()<>[]{}/%"u8.IndexOf(_bytes[_at]) < 0)
        {
            _at++;
        }
    }

    private static bool IsSpace(byte value) => value is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsNumber(ReadOnlySpan<byte> word) => !word.ContainsAnyExceptInRange((byte)'0', (byte)'9') && word.Length < 18;

    private static long Parse(ReadOnlySpan<byte> word)
    {
        long value = 0;
        foreach (byte digit in word)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }

    /// <summary>A name as it is meant: #4B is K.</summary>
    private static string Unescape(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 127 || bytes.IndexOf((byte)'#') < 0)
        {
            return bytes.Length > 127 ? "?" : Encoding.Latin1.GetString(bytes);
        }

        var name = new StringBuilder();
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '#' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                name.Append((char)Convert.ToByte(Encoding.Latin1.GetString(bytes.Slice(i + 1, 2)), 16));
                i += 2;
            }
            else
            {
                name.Append((char)bytes[i]);
            }
        }

        return name.ToString();
    }
}
