namespace Liwan.Storage.Filtering;

/// <summary>How a field is compared with a value.</summary>
public enum FilterOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c>, the opposite of <c>=</c> everywhere: true where the field is unset.</summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>:</c>, contains the text; <c>:*</c>, is set.</summary>
    Has,
}

/// <summary>The signs of the operators.</summary>
internal static class FilterOperators
{
    // Those of two characters first: the longest sign that fits is the one meant.
    private static readonly (string Sign, FilterOperator Operator)[] Signs =
    [
        ("!=", FilterOperator.NotEqual),
        ("<=", FilterOperator.LessOrEqual),
        (">=", FilterOperator.GreaterOrEqual),
        ("=", FilterOperator.Equal),
        ("<", FilterOperator.Less),
        (">", FilterOperator.Greater),
        (":", FilterOperator.Has),
    ];

    /// <summary>All signs, as an error lists them.</summary>
    public static string All { get; } = List([FilterOperator.Equal, FilterOperator.NotEqual, .. Ordering, FilterOperator.Has]);

    /// <summary>The operators of what has an order.</summary>
    public static IReadOnlyList<FilterOperator> Ordering =>
        [FilterOperator.Less, FilterOperator.LessOrEqual, FilterOperator.Greater, FilterOperator.GreaterOrEqual];

    public static string Sign(FilterOperator known) => Signs.First(entry => entry.Operator == known).Sign;

    public static string List(IEnumerable<FilterOperator> operators) => string.Join(' ', operators.Select(Sign));

    /// <summary>The operator that a text starts with; null if it starts with none.</summary>
    public static FilterOperator? Read(ReadOnlySpan<char> text, out int length)
    {
        foreach (var (sign, known) in Signs)
        {
            if (text.StartsWith(sign, StringComparison.Ordinal))
            {
                length = sign.Length;
                return known;
            }
        }

        length = 0;
        return null;
    }

    /// <summary>The SQL of a comparison.</summary>
    /// <param name="known">Any operator but <see cref="FilterOperator.Has"/>.</param>
    public static string Sql(FilterOperator known) => known == FilterOperator.NotEqual ? "<>" : Sign(known);

    /// <summary>The operator that is true exactly where the other is not, on values that are set.</summary>
    public static FilterOperator Opposite(FilterOperator known) => known switch
    {
        FilterOperator.Equal => FilterOperator.NotEqual,
        FilterOperator.NotEqual => FilterOperator.Equal,
        FilterOperator.Less => FilterOperator.GreaterOrEqual,
        FilterOperator.LessOrEqual => FilterOperator.Greater,
        FilterOperator.Greater => FilterOperator.LessOrEqual,
        FilterOperator.GreaterOrEqual => FilterOperator.Less,
        _ => throw new ArgumentOutOfRangeException(nameof(known), known, "Has no opposite."),
    };
}
