using System.Buffers;
using System.Text;

namespace Liwan.Storage.Audit;

/// <summary>The lengths of an entry's texts, in UTF-16 units, and how a text is made to fit.</summary>
internal static class AuditText
{
    public const int Caller = 200;
    public const int Method = 200;
    public const int Resource = 400;
    public const int Etag = 100;
    public const int RequestId = 36;
    public const int TraceId = 32;
    public const int Address = 100;
    public const int Outcome = 100;

    /// <summary>
    /// Returns what is stored of a text: what every database gives back as it was. Half a surrogate pair and U+0000
    /// become U+FFFD, trailing blanks go, and the rest is cut without cutting a character in two.
    /// </summary>
    /// <param name="text">The text, which a caller may have made up.</param>
    /// <param name="most">The most UTF-16 units.</param>
    public static string Fit(string text, int most)
    {
        var fitting = new StringBuilder(Math.Min(text.Length, most));
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var valid = Rune.DecodeFromUtf16(rest, out var rune, out var consumed) == OperationStatus.Done;
            if (!valid || rune.Value == 0)
            {
                rune = Rune.ReplacementChar;
            }

            if (fitting.Length + rune.Utf16SequenceLength > most)
            {
                break;
            }

            fitting.Append(rune.ToString());
            rest = rest[consumed..];
        }

        return fitting.ToString().TrimEnd(' ');
    }
}
