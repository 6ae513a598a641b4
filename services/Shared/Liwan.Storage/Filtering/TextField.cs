namespace Liwan.Storage.Filtering;

/// <summary>A field of text, or of one text of several, which can be searched.</summary>
internal sealed class TextField(
    string path, string sql, IReadOnlyList<FilterOperator> operators, Func<string, string>? wrap = null, Func<string, bool>? comparable = null) : FilterField(path, operators)
{
    internal override string Expected(FilterOperator comparison) => comparison == FilterOperator.Has ? "\"text\" *" : "ABC123";

    internal override object? Read(FilterOperator comparison, string value) =>
        value.Length > 0 && (comparison == FilterOperator.Has || (comparable?.Invoke(value) ?? value.All(char.IsAsciiLetterOrDigit))) ? value : null;

    internal override string Sql(FilterOperator comparison, string? parameter, bool negated, Dialect dialect)
    {
        var condition = comparison switch
        {
            FilterOperator.Equal or FilterOperator.NotEqual =>
                $"{sql} {FilterOperators.Sql(negated ? FilterOperators.Opposite(comparison) : comparison)} {parameter}",
            _ when parameter is null => $"{sql} <> ''",
            _ => dialect.Contains(sql, parameter),
        };
        condition = wrap?.Invoke(condition) ?? condition;
        return negated && comparison == FilterOperator.Has ? $"NOT ({condition})" : condition;
    }
}
