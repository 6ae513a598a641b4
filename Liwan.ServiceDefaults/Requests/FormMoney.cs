using System.Globalization;
using Google.Type;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Requests;

/// <summary><c>google.type.Money</c> on the wire, whole fen inside.</summary>
public static class FormMoney
{
    private const long MaxUnits = 10_000_000_000_000;
    private const int NanosPerFen = 10_000_000;
    private const int MaxNanos = 999_999_999;

    /// <summary>Returns the amount in fen; null for a blank one.</summary>
    /// <param name="violations">Takes what is wrong.</param>
    /// <param name="field">Field path of the amount.</param>
    /// <param name="money">The amount; null is a blank cell.</param>
    public static long? Read(Violations violations, string field, Money? money)
    {
        ArgumentNullException.ThrowIfNull(violations);
        if (money is null)
        {
            return null;
        }

        var before = violations.Items.Count;
        if (money.CurrencyCode != "CNY")
        {
            violations.Add(field, ErrorCatalogue.MoneyNotCny, ("value", money.CurrencyCode));
        }

        if (Math.Abs((long)money.Nanos) > MaxNanos || (money.Units != 0 && money.Nanos != 0 && (money.Units < 0) != (money.Nanos < 0)))
        {
            violations.Add(field, ErrorCatalogue.MoneyMalformed, ("units", Print(money.Units)), ("nanos", Print(money.Nanos)));
        }
        else if (Math.Abs(money.DecimalValue) > MaxUnits)
        {
            violations.Add(field, ErrorCatalogue.MoneyOutOfRange, ("value", Print(money.DecimalValue)));
        }
        else if (money.Nanos % NanosPerFen != 0)
        {
            violations.Add(field, ErrorCatalogue.MoneyFractionOfFen, ("value", Print(money.DecimalValue)));
        }

        return violations.Items.Count > before ? null : (money.Units * 100) + (money.Nanos / NanosPerFen);
    }

    /// <summary>Returns the amount as it goes on the wire; null for a blank one.</summary>
    /// <param name="fen">The amount in fen.</param>
    public static Money? Write(long? fen) => fen is { } amount
        ? new Money { CurrencyCode = "CNY", Units = amount / 100, Nanos = (int)(amount % 100) * NanosPerFen }
        : null;

    private static string Print(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
