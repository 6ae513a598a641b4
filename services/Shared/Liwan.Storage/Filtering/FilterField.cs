using System.Globalization;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Storage.Filtering;

/// <summary>
/// A field that a list can be filtered by: its path in the contract, the SQL of its value, its type and operators.
/// Comparing an unset field is false, and so <c>!=</c> is true.
/// </summary>
public abstract class FilterField
{
    private static readonly IReadOnlyList<FilterOperator> Equality = [FilterOperator.Equal, FilterOperator.NotEqual];
    private static readonly IReadOnlyList<FilterOperator> Ordered = [.. Equality, .. FilterOperators.Ordering];

    private protected FilterField(string path, IReadOnlyList<FilterOperator> operators)
    {
        Path = path;
        Operators = operators;
    }

    /// <summary>The path in the contract, such as <c>total.initial_budget</c>.</summary>
    public string Path { get; }

    /// <summary>The operators that it knows.</summary>
    public IReadOnlyList<FilterOperator> Operators { get; }

    /// <summary>A whole number.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of the value.</param>
    public static FilterField Number(string path, string sql) => new ValueField(path, sql, Ordered, "2021", text => ReadNumber(text));

    /// <summary>An amount in yuan, with two decimals at most.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of the amount in fen; NULL where it is unset.</param>
    public static FilterField Amount(string path, string sql) => new ValueField(path, sql, [.. Ordered, FilterOperator.Has], "12345.67", ReadFen);

    /// <summary>A time by RFC 3339, with an offset and microseconds at most.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of the time in microseconds since 1970 UTC.</param>
    /// <param name="optional">Whether it can be NULL.</param>
    public static FilterField Time(string path, string sql, bool optional = false) =>
        new ValueField(path, sql, WithPresence(Ordered, optional), "2021-12-31T16:00:00Z", RfcTime.ReadMicroseconds);

    /// <summary>True or false.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of the value, 1 or 0.</param>
    public static FilterField Boolean(string path, string sql) => new ValueField(
        path, sql, Equality, "true, false", text => text switch { "true" => 1, "false" => 0, _ => null });

    /// <summary>A value of an enum, by its name in upper case, with <c>_</c> between its words.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of the number.</param>
    public static FilterField Enum<T>(string path, string sql)
        where T : struct, Enum
    {
        var numbers = System.Enum.GetValues<T>().ToDictionary(
            value => NameOf(value.ToString()), value => Convert.ToInt32(value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
        return new ValueField(
            path, sql, Equality, string.Join(", ", numbers.Keys), text => numbers.TryGetValue(text, out var number) ? number : null);
    }

    /// <summary>A department, <c>departments/{department}</c>.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of its id.</param>
    /// <param name="optional">Whether it can be NULL.</param>
    public static FilterField Department(string path, string sql, bool optional = false) =>
        new ValueField(path, sql, WithPresence(Equality, optional), "departments/{department}", ReadDepartment);

    /// <summary>A code of ASCII letters and digits, empty where it is not known.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of the code.</param>
    public static FilterField Code(string path, string sql) => new TextField(path, sql, [.. Equality, FilterOperator.Has]);

    /// <summary>A text such as a resource name or the name of a caller, compared where it is ASCII without blanks, and searched.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of the text, never NULL.</param>
    public static FilterField Identifier(string path, string sql) =>
        new TextField(path, sql, [.. Equality, FilterOperator.Has], comparable: text => text.All(letter => letter is > ' ' and <= '~'));

    /// <summary>A text that can be searched for what it contains; equality would differ between the databases by blanks at the end.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="sql">The SQL of the text, never NULL.</param>
    public static FilterField Text(string path, string sql) => new TextField(path, sql, [FilterOperator.Has]);

    /// <summary>The texts of repeated parts; true where one of them contains what is looked for.</summary>
    /// <param name="path">The path in the contract.</param>
    /// <param name="parts">A SQL query of the parts of a row, with a WHERE clause that another condition can follow.</param>
    /// <param name="sql">The SQL of a part's text, never NULL.</param>
    public static FilterField AnyText(string path, string parts, string sql) =>
        new TextField(path, sql, [FilterOperator.Has], condition => $"EXISTS ({parts} AND {condition})");

    /// <summary>What a value after an operator looks like.</summary>
    /// <param name="comparison">The operator.</param>
    internal abstract string Expected(FilterOperator comparison);

    /// <summary>Reads a value into what the database compares with; null if the operator takes no such value.</summary>
    /// <param name="comparison">One of <see cref="Operators"/>.</param>
    /// <param name="value">What the filter says.</param>
    internal abstract object? Read(FilterOperator comparison, string value);

    /// <summary>The SQL of a comparison, true exactly where it holds; where it does not hold it is false or NULL.</summary>
    /// <param name="comparison">One of <see cref="Operators"/>.</param>
    /// <param name="parameter">The parameter of the value, with its prefix; null to ask whether the field is set.</param>
    /// <param name="negated">Whether to write the opposite.</param>
    /// <param name="dialect">The database.</param>
    internal abstract string Sql(FilterOperator comparison, string? parameter, bool negated, Dialect dialect);

    private static IReadOnlyList<FilterOperator> WithPresence(IReadOnlyList<FilterOperator> operators, bool optional) =>
        optional ? [.. operators, FilterOperator.Has] : operators;

    private static string NameOf(string member) =>
        string.Concat(member.Select((letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));

    // The columns are INT: a parameter of the same type lets their index be sought.
    private static int? ReadNumber(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static object? ReadFen(string text)
    {
        const decimal most = long.MaxValue / 100;
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(text, plain, CultureInfo.InvariantCulture, out var yuan) && Math.Abs(yuan) <= most && decimal.IsInteger(yuan * 100)
            ? (long)(yuan * 100)
            : null;
    }

    private static string? ReadDepartment(string text)
    {
        var violations = new Violations();
        var id = ResourceNames.Department(violations, string.Empty, text);
        return violations.Items.Count == 0 ? id : null;
    }
}
