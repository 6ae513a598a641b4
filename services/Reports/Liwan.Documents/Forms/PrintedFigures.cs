using System.Globalization;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Forms;

/// <summary>How <c>liwan-2021</c> prints amounts and rates.</summary>
public static class PrintedFigures
{
    /// <summary>What a rate prints as when its amounts are given but its base is zero or negative.</summary>
    public const string NoRate = "—";

    private const long FenPerHundredth = 10_000;

    /// <summary>An amount in 万元 with two decimals, half away from zero; empty for a blank amount.</summary>
    public static string Amount(Int128? fen) => fen is null ? "" : TwoDecimals(HundredthsOfWanYuan(fen.Value));

    /// <summary>The printed figure of an amount, in hundredths of 万元.</summary>
    public static Int128 HundredthsOfWanYuan(Int128 fen)
    {
        Int128 magnitude = (Int128.Abs(fen) + (FenPerHundredth / 2)) / FenPerHundredth;
        return fen < 0 ? -magnitude : magnitude;
    }

    /// <summary>预算完成率 of a row.</summary>
    public static string CompletionRate(FundingLine line) =>
        Rate(line.CompletionRateBasisPoints, line is { InitialBudgetFen: not null, AdjustmentFen: not null, ActualExpenditureFen: not null });

    /// <summary>预算调整率 of a row.</summary>
    public static string AdjustmentRate(FundingLine line) =>
        Rate(line.AdjustmentRateBasisPoints, line is { InitialBudgetFen: not null, AdjustmentFen: not null });

    /// <summary>A rate whose amounts are given; <see cref="NoRate"/> where its base is zero or negative.</summary>
    public static string Rate(long? basisPoints) => Rate(basisPoints, amountsGiven: true);

    /// <summary>The number that <see cref="Amount"/> prints.</summary>
    internal static GridFigure? AmountFigure(Int128? fen) =>
        fen is { } amount ? new GridFigure((decimal)HundredthsOfWanYuan(amount) / 100, IsRate: false) : null;

    /// <summary>The number that a rate prints.</summary>
    internal static GridFigure? RateFigure(long? basisPoints) =>
        basisPoints is { } points ? new GridFigure(points / 10_000m, IsRate: true) : null;

    private static string Rate(long? basisPoints, bool amountsGiven) =>
        basisPoints is { } points ? TwoDecimals(points) + "%" : amountsGiven ? NoRate : "";

    private static string TwoDecimals(Int128 hundredths)
    {
        Int128 magnitude = Int128.Abs(hundredths);
        string sign = hundredths < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{magnitude / 100}.{magnitude % 100:00}");
    }
}
