using FsCheck;
using FsCheck.Fluent;
using Liwan.Storage.Filtering;

namespace Liwan.Storage.Tests.Filtering;

/// <summary>Random filters.</summary>
internal static class Filters
{
    private static readonly FilterOperator[] Operators = Enum.GetValues<FilterOperator>();

    /// <summary>Filters of any shape, each as the parser would give it.</summary>
    public static Gen<FilterExpression> Any { get; } = Shaped(
        from path in Gen.Elements("year", "total.initial_budget", "a", "_x9.b_c", "ANDy", "nothing")
        from known in Gen.Elements(Operators)
        from value in Gen.OneOf(
            Gen.Elements("2021", "-5", "true", "*", "departments/npc-office", "2021-12-31T16:00:00Z", "区财政局").Select(word => new FilterWord(word, false, 0)),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => new FilterWord(Readable(text.Get), true, 0)))
        select (FilterExpression)new FilterComparison(new FilterWord(path, false, 0), known, value));

    /// <summary>Filters of the comparisons that are given, joined and negated at random.</summary>
    public static Gen<FilterExpression> Shaped(Gen<FilterExpression> comparison) => Gen.Sized(size => Shaped(comparison, Math.Min(size, 12)));

    /// <summary>Whether two filters are the same but for the places of their words.</summary>
    public static bool Same(FilterExpression? one, FilterExpression? other) => (one, other) switch
    {
        (AllOf a, AllOf b) => Same(a.Operands, b.Operands),
        (AnyOf a, AnyOf b) => Same(a.Operands, b.Operands),
        (NoneOf a, NoneOf b) => Same(a.Operand, b.Operand),
        (FilterComparison a, FilterComparison b) => a.Operator == b.Operator && a.Path.Text == b.Path.Text && a.Value.Text == b.Value.Text && a.Value.Quoted == b.Value.Quoted,
        _ => one is null && other is null,
    };

    private static bool Same(IReadOnlyList<FilterExpression> one, IReadOnlyList<FilterExpression> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => Same(pair.First, pair.Second));

    private static Gen<FilterExpression> Shaped(Gen<FilterExpression> comparison, int size)
    {
        if (size <= 1)
        {
            return comparison;
        }

        var part = Shaped(comparison, size / 3);
        var parts = from count in Gen.Choose(2, 3) from operands in part.ArrayOf(count) select operands;
        return Gen.OneOf(
            comparison,
            part.Select(operand => (FilterExpression)new NoneOf(operand)),
            parts.Select(operands => (FilterExpression)new AllOf(operands)),
            parts.Select(operands => (FilterExpression)new AnyOf(operands)));
    }

    private static string Readable(string text) => new([.. text.Where(unit => !char.IsSurrogate(unit) && (!char.IsControl(unit) || char.IsWhiteSpace(unit)))]);
}
