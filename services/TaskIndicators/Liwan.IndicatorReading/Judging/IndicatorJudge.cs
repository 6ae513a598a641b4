namespace Liwan.IndicatorReading;

/// <summary>Reads and judges indicators. Pure: the same text always gives the same judgement, and no text throws.</summary>
public static class IndicatorJudge
{
    /// <summary>The edition of the reader, kept with what it judged; raised with every change that may change an outcome.</summary>
    public const int ReaderVersion = 1;

    /// <summary>Reads target and actual and judges one by the other.</summary>
    public static Judgement Judge(in IndicatorText text) => throw new NotImplementedException();
}
