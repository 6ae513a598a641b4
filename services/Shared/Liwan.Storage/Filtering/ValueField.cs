namespace Liwan.Storage.Filtering;

/// <summary>A field of one value, which a parameter of the same type is compared with.</summary>
internal sealed class ValueField(
    string path, string sql, IReadOnlyList<FilterOperator> operators, string expected, Func<string, object?> read) : FilterField(path, operators)
{
    private bool IsOptional => Operators.Contains(FilterOperator.Has);

    internal override string Expected(FilterOperator comparison) => comparison == FilterOperator.Has ? "*" : expected;

    internal override object? Read(FilterOperator comparison, string value) => comparison == FilterOperator.Has ? null : read(value);

    internal override string Sql(FilterOperator comparison, string? parameter, bool negated, Dialect dialect)
    {
        if (parameter is null)
        {
            return $"{sql} IS {(negated ? string.Empty : "NOT ")}NULL";
        }

        var effective = negated ? FilterOperators.Opposite(comparison) : comparison;
        var text = $"{sql} {FilterOperators.Sql(effective)} {parameter}";
        // NULL compares as NULL, which a condition takes for false: right for a comparison, wrong for the opposite of one.
        var holdsWhereUnset = negated != (comparison == FilterOperator.NotEqual);
        return IsOptional && holdsWhereUnset ? $"({text} OR {sql} IS NULL)" : text;
    }
}
