namespace Liwan.IndicatorReading;

/// <summary>What a target says, for the judge: a number or a date to compare with, or neither.</summary>
internal readonly record struct Target(ReadingKind Kind, Quantity Number, FoundDate Date)
{
    public static Target Of(ReadingKind kind) => new(kind, default, default);
}

/// <summary>Reads 预期实现值.</summary>
internal static class TargetReader
{
    // 12月底前完成验收 is a date; a sentence that names a year is not.
    private const int MostWordsBesideDate = 6;

    private static readonly string[] ShareNames = ["率", "比例", "占比", "满意度", "比重", "百分比", "覆盖面", "执行度", "知晓度", "完整度"];

    public static Target Read(NormalText text, NormalText name)
    {
        if (text.Length == 0)
        {
            return Target.Of(ReadingKind.Blank);
        }

        var isNone = Phrases.SaysNone(text);
        if (Phrases.IsPlaceholder(text) || (isNone && !DirectionFinder.IsFewerBetter(name)))
        {
            return Target.Of(ReadingKind.Placeholder);
        }

        if (text.IsTooLong)
        {
            return Target.Of(ReadingKind.Words);
        }

        var dates = DateList.Of(text);
        var found = new List<Quantity>();
        var scanner = new QuantityScanner(text, dates, Unit.None);
        if (!scanner.Scan(found))
        {
            return Target.Of(ReadingKind.Several);
        }

        found.RemoveAll(quantity => quantity.Role == QuantityRole.Denied);
        if (found.Count == 0)
        {
            return scanner.HasUnreadable ? Target.Of(ReadingKind.Words) : WithoutNumber(text, dates, isNone);
        }

        if (scanner.HasUnreadable || HasDeadline(dates))
        {
            return Target.Of(ReadingKind.Several);
        }

        return Choose(found, name) is { } chosen
            ? new Target(chosen.Upper is null ? ReadingKind.Number : ReadingKind.Interval, chosen, default)
            : Target.Of(ReadingKind.Several);
    }

    /// <summary>Whether the name says that a bare number is a percentage.</summary>
    public static bool NamesShare(NormalText name) => Wording.EndsWithAny(name, name.Length, ShareNames) || name.Contains("(%)");

    private static Target WithoutNumber(NormalText text, DateList dates, bool isNone)
    {
        if (dates.Count == 1 && text.Length - (dates[0].End - dates[0].Start) <= MostWordsBesideDate)
        {
            return new Target(ReadingKind.Date, default, dates[0]);
        }

        return Target.Of(
            dates.Count > 1 ? ReadingKind.Several
            : isNone || Phrases.StatesNoHarm(text) ? ReadingKind.ZeroInWords
            : ReadingKind.Words);
    }

    // 2021年完成5个项目 names the year of the form; 12月底前完成5个项目 sets two targets.
    private static bool HasDeadline(DateList dates)
    {
        for (var i = 0; i < dates.Count; i++)
        {
            if (dates[i].Last != dates[i].First with { Month = 12, Day = 31 } || dates[i].First is not { Month: 1, Day: 1 } || dates[i].IsBeforeLoosely)
            {
                return true;
            }
        }

        return false;
    }

    private static Quantity? Choose(List<Quantity> found, NormalText name)
    {
        var outside = found.FindAll(quantity => !quantity.IsAside);
        var candidates = outside.Count > 0 ? outside : found;
        if (candidates.Count == 1)
        {
            return candidates[0];
        }

        if (NamesShare(name) && candidates.FindAll(quantity => quantity.Unit.IsShare) is [var share])
        {
            return share;
        }

        // ≥95%且≤100% is one interval.
        return candidates is [{ Bound: Bound.AtLeast } low, { Bound: Bound.AtMost } high] && low.Unit == high.Unit && low.Value <= high.Value
            ? low with { Upper = high.Value, End = high.End, Bound = Bound.Exactly }
            : null;
    }
}
