namespace Liwan.Documents.Typesetting;

/// <summary>How a character behaves at the edge of a line.</summary>
internal enum BreakClass : byte
{
    /// <summary>Chinese characters and symbols: a line may break on either side.</summary>
    Ideograph,

    /// <summary>Letters, digits and signs within them: kept together.</summary>
    Word,

    /// <summary>Punctuation that must not start a line.</summary>
    Closer,

    /// <summary>Punctuation that must not end a line.</summary>
    Opener,

    /// <summary>ASCII punctuation that must not start a line and holds a word that follows it at once: 3.14.</summary>
    WordCloser,

    /// <summary>ASCII punctuation that must not end a line and holds a word before it: f(x).</summary>
    WordOpener,

    /// <summary>A space: a line breaks behind it, and it vanishes at the break.</summary>
    Space,

    /// <summary>Holds its neighbours together.</summary>
    Glue,

    /// <summary>— and …, which are written in pairs that must not part.</summary>
    Pair,
}

/// <summary>The break class of each character.</summary>
internal static class BreakClasses
{
    private const string Closers = "，。、；：？！）」》”’】〉』〕｝］〗．％‰℃·｡､｣ー々";
    private const string WordClosers = "!%),.:;?]}";
    private const string Openers = "（「《“‘【〈『〔｛［〖｢￥＄";
    private const string WordOpeners = "([{¥$";
    private const string Glues = "\u00A0\u202F\u2060\uFEFF";
    private const string Spaces = " \u3000\u200B\t";
    private const string Pairs = "—…⋯―";

    private static readonly BreakClass[] BasicPlane = BuildBasicPlane();

    public static BreakClass Of(int codePoint) =>
        codePoint < BasicPlane.Length ? BasicPlane[codePoint]
        : codePoint is >= 0xE0100 and <= 0xE01EF ? BreakClass.Closer
        : BreakClass.Ideograph;

    /// <summary>Whether a justified line may be widened between two neighbours.</summary>
    public static bool MayStretch(int left, int right)
    {
        BreakClass before = Of(left);
        BreakClass after = Of(right);
        return !(IsWithinWord(before) && IsWithinWord(after)) && !(before == BreakClass.Space && after == BreakClass.Space)
            && !(before == BreakClass.Pair && after == BreakClass.Pair);
    }

    private static bool IsWithinWord(BreakClass value) =>
        value is BreakClass.Word or BreakClass.WordCloser or BreakClass.WordOpener or BreakClass.Glue;

    private static BreakClass[] BuildBasicPlane()
    {
        var classes = new BreakClass[0x10000];
        Fill(0x0000, 0x2190, BreakClass.Word);
        // Comparison signs belong to the number behind them: ≥98%.
        Fill(0x2260, 0x2270, BreakClass.Word);
        Fill(0xFF10, 0xFF1A, BreakClass.Word);
        Fill(0xFF21, 0xFF3B, BreakClass.Word);
        Fill(0xFF41, 0xFF5B, BreakClass.Word);
        // Variation selectors belong to the character before them.
        Fill(0xFE00, 0xFE10, BreakClass.Closer);
        Set(Closers, BreakClass.Closer);
        Set(Openers, BreakClass.Opener);
        Set(WordClosers, BreakClass.WordCloser);
        Set(WordOpeners, BreakClass.WordOpener);
        Set(Glues, BreakClass.Glue);
        Set(Spaces, BreakClass.Space);
        Set(Pairs, BreakClass.Pair);
        return classes;

        void Fill(int start, int end, BreakClass value) => classes.AsSpan(start, end - start).Fill(value);

        void Set(string characters, BreakClass value)
        {
            foreach (char c in characters)
            {
                classes[c] = value;
            }
        }
    }
}
