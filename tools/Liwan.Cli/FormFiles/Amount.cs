using System.Globalization;
using Google.Type;

namespace Liwan.Cli.FormFiles;

/// <summary>An amount of CNY in whole fen; read and written in 万元, of which one fen is the sixth decimal.</summary>
internal readonly record struct Amount(long Fen)
{
    /// <summary>The decimals of 万元 that are a whole number of fen.</summary>
    public const int MaximumDecimals = 6;

    private const long FenPerWan = 1_000_000;
    private const int NanosPerFen = 10_000_000;

    /// <summary>The contracts take amounts up to this many fen (10^13 yuan) on either side of zero.</summary>
    private const long MaximumFen = 1_000_000_000_000_000;

    /// <summary>Why <see cref="TryParse"/> refuses a text, as a Chinese sentence; null if it does not.</summary>
    public static string? WhyNot(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var decimals = point < 0 ? [] : digits[(point + 1)..];
        if (whole.IsEmpty || whole.ContainsAnyExceptInRange('0', '9') || decimals.ContainsAnyExceptInRange('0', '9') || (point >= 0 && decimals.IsEmpty))
        {
            return "应为以万元计的十进制数，只用数字、小数点和开头的负号，不用千分位，例如 \"2165.98\" 或 \"-768.27\"；空白请写 \"\"";
        }

        if (decimals.Length > MaximumDecimals)
        {
            return "万元的小数不得多于 6 位（0.000001 万元即 1 分），例如 \"2165.98\"";
        }

        return decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var wan) && Math.Abs(wan) <= MaximumFen / FenPerWan
            ? null
            : "金额的绝对值不得大于 1000000000 万元（10^13 元）";
    }

    /// <summary>Reads an amount of 万元 with at most six decimals, such as <c>2165.98</c>.</summary>
    public static bool TryParse(string text, out Amount amount)
    {
        amount = default;
        if (WhyNot(text) is not null)
        {
            return false;
        }

        amount = new Amount((long)(decimal.Parse(text, CultureInfo.InvariantCulture) * FenPerWan));
        return true;
    }

    /// <summary>The amount of a message; the services answer with nothing but whole fen of CNY.</summary>
    public static Amount? FromMoney(Money? money) =>
        money is null ? null : new Amount(money.Units * 100 + money.Nanos / NanosPerFen);

    /// <summary>The amount as a message.</summary>
    public Money ToMoney() => new() { CurrencyCode = "CNY", Units = Fen / 100, Nanos = (int)(Fen % 100) * NanosPerFen };

    /// <summary>The amount of 万元 rounded half away from zero, as forms print it.</summary>
    public decimal RoundedWan(int decimals) => Math.Round((decimal)Fen / FenPerWan, decimals, MidpointRounding.AwayFromZero);

    /// <summary>The exact amount of 万元 with at least two decimals; <see cref="TryParse"/> reads it back.</summary>
    public override string ToString() => ((decimal)Fen / FenPerWan).ToString("0.00####", CultureInfo.InvariantCulture);
}
