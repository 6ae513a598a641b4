using Dapper;

namespace Liwan.Storage.Filtering;

/// <summary>A filter whose fields and values are known, ready for the database.</summary>
public sealed class Filter
{
    private readonly FilterExpression? _expression;
    private readonly Dictionary<FilterComparison, (FilterField Field, object? Value)> _bound = new(ReferenceEqualityComparer.Instance);

    private Filter(FilterExpression? expression) => _expression = expression;

    /// <summary>The filter that lets everything pass.</summary>
    public static Filter None { get; } = new(null);

    /// <summary>Reads a filter.</summary>
    /// <param name="text">The filter; an empty one lets everything pass.</param>
    /// <param name="fields">The fields that it may name.</param>
    /// <exception cref="Liwan.ServiceDefaults.Errors.ServiceException">
    /// FILTER_SYNTAX, FILTER_TOO_COMPLEX, FILTER_FIELD_UNKNOWN, FILTER_OPERATOR_UNSUPPORTED or FILTER_VALUE_INVALID, each
    /// with the position.
    /// </exception>
    public static Filter Read(string text, IReadOnlyList<FilterField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var expression = FilterParser.Parse(text);
        var filter = new Filter(expression);
        foreach (var comparison in Comparisons(expression))
        {
            filter._bound.Add(comparison, Bind(text, comparison, fields));
        }

        return filter;
    }

    /// <summary>Returns the condition, every value a parameter named <c>@f0</c>, <c>@f1</c> ...; null if everything passes.</summary>
    /// <param name="dialect">The database.</param>
    /// <param name="parameters">Takes the values.</param>
    public string? ToSql(Dialect dialect, DynamicParameters parameters) => _expression is null ? null : Write(_expression, false, dialect, parameters);

    private static IEnumerable<FilterComparison> Comparisons(FilterExpression? expression) => expression switch
    {
        AllOf all => all.Operands.SelectMany(Comparisons),
        AnyOf any => any.Operands.SelectMany(Comparisons),
        NoneOf none => Comparisons(none.Operand),
        FilterComparison comparison => [comparison],
        _ => [],
    };

    private static (FilterField Field, object? Value) Bind(string text, FilterComparison comparison, IReadOnlyList<FilterField> fields)
    {
        var field = fields.FirstOrDefault(known => known.Path == comparison.Path.Text)
            ?? throw FilterErrors.FieldUnknown(text, comparison, fields);
        if (!field.Operators.Contains(comparison.Operator))
        {
            throw FilterErrors.OperatorUnsupported(text, comparison, field);
        }

        if (comparison.IsPresence)
        {
            return (field, null);
        }

        return (field, field.Read(comparison.Operator, comparison.Value.Text) ?? throw FilterErrors.ValueInvalid(text, comparison, field));
    }

    // NOT is carried down to the comparisons: SQL has no two-valued logic, so only they can say what is true of what is unset.
    private string Write(FilterExpression expression, bool negated, Dialect dialect, DynamicParameters parameters)
    {
        switch (expression)
        {
            case NoneOf none:
                return Write(none.Operand, !negated, dialect, parameters);
            case AllOf all:
                return Join(all.Operands, negated ? " OR " : " AND ");
            case AnyOf any:
                return Join(any.Operands, negated ? " AND " : " OR ");
            default:
                var comparison = (FilterComparison)expression;
                var (field, value) = _bound[comparison];
                return field.Sql(comparison.Operator, Add(value), negated, dialect);
        }

        string Join(IEnumerable<FilterExpression> operands, string separator) =>
            $"({string.Join(separator, operands.Select(operand => Write(operand, negated, dialect, parameters)))})";

        string? Add(object? value)
        {
            if (value is null)
            {
                return null;
            }

            var name = $"f{parameters.ParameterNames.Count()}";
            parameters.Add(name, value);
            return $"@{name}";
        }
    }
}
