using System.Buffers;
using System.Globalization;

namespace Liwan.Reports.Checks;

/// <summary>A person's number in a text.</summary>
/// <param name="Kind">身份证号码 or 手机号码.</param>
/// <param name="Masked">The number without its middle, fit to be shown.</param>
internal readonly record struct PersonalNumber(string Kind, string Masked);

/// <summary>
/// Finds numbers of identity cards (18 characters with the check character of GB 11643, or the 15 digits of the first
/// generation) and of mobile telephones. Linear in the text: at each run of digits, only the few short shapes that begin with as many are tried.
/// </summary>
internal static class PersonalNumbers
{
    private const string Identity = "身份证号码";
    private const string Mobile = "手机号码";
    private const string Checks = "10X98765432";
    private const int Shown = 3;
    private const int ShownAtEnd = 4;
    private const int Longest = 18;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789０１２３４５６７８９");
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    // How many digits stand together, with a space or hyphen between. 86 is the country code.
    private static readonly (int[] Groups, string Prefix)[] Shapes =
    [
        ([18], ""), ([6, 8, 4], ""), ([15], ""), ([11], ""), ([3, 4, 4], ""), ([13], "86"),
    ];

    // What follows an amount of money, which may have as many digits.
    private static readonly string[] AmountUnits = ["元", "万", "亿", "."];

    public static IReadOnlyList<PersonalNumber> Find(string text)
    {
        List<PersonalNumber>? found = null;
        Span<char> digits = stackalloc char[Longest];
        var at = 0;
        while (text.AsSpan(at).IndexOfAny(Digits) is var skipped and >= 0)
        {
            var start = at + skipped;
            var other = text.AsSpan(start).IndexOfAnyExcept(Digits);
            var run = other < 0 ? text.Length - start : other;
            if (Match(text, start, run, digits, out at) is { } number)
            {
                (found ??= []).Add(number);
            }
            else
            {
                at = start + run;
            }
        }

        return found ?? (IReadOnlyList<PersonalNumber>)[];
    }

    private static PersonalNumber? Match(string text, int start, int run, Span<char> buffer, out int end)
    {
        foreach (var (groups, prefix) in Shapes)
        {
            // The last digit of an identity number may be an X.
            if ((run == groups[0] || (run == Longest - 1 && groups[0] == Longest))
                && Read(text, start, groups, buffer, out end) is var length and > 0
                && Recognise(buffer[..length], prefix) is { } number
                && (number.Kind == Identity || !IsAmountOrCode(text, start, end, groups)))
            {
                return number;
            }
        }

        end = start;
        return null;
    }

    /// <summary>Reads groups of digits; 0 unless they stand there and no further digit does.</summary>
    private static int Read(string text, int start, int[] groups, Span<char> buffer, out int end)
    {
        end = start;
        var length = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            if (i > 0 && (end >= text.Length || text[end++] is not (' ' or '-')))
            {
                return 0;
            }

            for (var digit = 0; digit < groups[i]; digit++)
            {
                if (end >= text.Length || DigitOf(text[end], isLastOfIdentity: length == Longest - 1) is not { } value)
                {
                    return 0;
                }

                buffer[length++] = value;
                end++;
            }
        }

        var next = end < text.Length ? text[end] : ' ';
        return Digits.Contains(next) || (length == Longest && char.IsAsciiLetterOrDigit(next)) ? 0 : length;
    }

    private static PersonalNumber? Recognise(ReadOnlySpan<char> number, string prefix) => number.Length switch
    {
        18 when IsDate(number.Slice(6, 8)) && Checks[Remainder(number)] == number[^1] => new(Identity, Mask(number)),
        15 when IsProvince(number) && IsDate($"19{number.Slice(6, 6)}") => new(Identity, Mask(number)),
        11 when IsMobile(number) => new(Mobile, Mask(number)),
        13 when number.StartsWith(prefix) && IsMobile(number[prefix.Length..]) => new(Mobile, Mask(number[prefix.Length..])),
        _ => null,
    };

    private static int Remainder(ReadOnlySpan<char> number)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (number[i] - '0') * Weights[i];
        }

        return sum % Checks.Length;
    }

    private static bool IsDate(ReadOnlySpan<char> date) =>
        DateOnly.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 2100;

    // Without a check character, a wrong province is all that tells 15 digits with a date from an account number.
    private static bool IsProvince(ReadOnlySpan<char> number) => int.Parse(number[..2], CultureInfo.InvariantCulture)
        is (>= 11 and <= 15) or (>= 21 and <= 23) or (>= 31 and <= 37) or (>= 41 and <= 46) or (>= 50 and <= 54) or (>= 61 and <= 65) or 71 or (>= 81 and <= 83);

    private static bool IsMobile(ReadOnlySpan<char> number) => number[0] == '1' && number[1] is >= '3' and <= '9';

    /// <summary>Whether digits are an amount or a part of a longer code instead of a telephone number.</summary>
    private static bool IsAmountOrCode(string text, int start, int end, int[] groups)
    {
        var rest = text.AsSpan(end);
        foreach (var unit in AmountUnits)
        {
            if (rest.TrimStart().StartsWith(unit, StringComparison.Ordinal) && (unit != "." || (rest.Length > 1 && Digits.Contains(rest[1]))))
            {
                return true;
            }
        }

        var before = text.AsSpan(0, start);
        var isFraction = before is [.., var whole, '.'] && Digits.Contains(whole);
        return isFraction || (groups.Length > 1 && rest is ['-', var next, ..] && Digits.Contains(next));
    }

    private static string Mask(ReadOnlySpan<char> number) =>
        string.Concat(number[..Shown], new string('*', number.Length - Shown - ShownAtEnd), number[^ShownAtEnd..]);

    private static char? DigitOf(char character, bool isLastOfIdentity) => character switch
    {
        >= '0' and <= '9' => character,
        >= '０' and <= '９' => (char)(character - '０' + '0'),
        'x' or 'X' or 'ｘ' or 'Ｘ' when isLastOfIdentity => 'X',
        _ => null,
    };
}
