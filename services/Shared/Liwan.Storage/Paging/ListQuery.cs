using System.Globalization;
using Dapper;
using Liwan.Storage.Filtering;

namespace Liwan.Storage.Paging;

/// <summary>
/// One page of a list, as statements. A page starts after the key of the last row before (keyset paging), in one or two
/// statements: the rows that share that row's first column, then those beyond. Each is a seek in the index of the order,
/// however many rows were passed and however many share a value, so that the last page costs what the first one does.
/// </summary>
/// <typeparam name="TRow">What the list is of.</typeparam>
public sealed class ListQuery<TRow>
{
    private const string Take = "take";

    private readonly IReadOnlyList<ListScope> _scope;
    private readonly ListBounds? _bounds;
    private readonly Filter _filter;
    private readonly ListOrder<TRow> _order;
    private readonly List<OrderTerm<TRow>> _terms;
    private readonly List<object>? _after;
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    internal ListQuery(
        string binding, IReadOnlyList<ListScope> scope, ListBounds? bounds, Filter filter, ListOrder<TRow> order, IReadOnlyList<string>? after, int size)
    {
        Binding = binding;
        _scope = scope;
        _bounds = bounds;
        _filter = filter;
        Size = size;
        _order = order;
        // What is the same in every row orders nothing; but a statement needs some order.
        _terms = [.. order.Terms.Where(Varies).DefaultIfEmpty(order.Terms[^1])];
        _after = after is null ? null : Read(after);
    }

    /// <summary>How many rows the page may hold.</summary>
    public int Size { get; }

    /// <summary>What its page token belongs to.</summary>
    internal string Binding { get; }

    private string OrderBy => string.Join(", ", _terms.Select(term => term.Sql));

    /// <summary>The key of a row, as a page token carries it.</summary>
    /// <param name="row">The row.</param>
    public IReadOnlyList<string> KeyOf(TRow row) => [.. _order.Terms.Select(term => term.Column.Write(row))];

    /// <summary>Gives a parameter that the SQL of a field, or of what is selected, names; returns this, for chaining.</summary>
    /// <param name="parameter">Its name.</param>
    /// <param name="value">Its value.</param>
    public ListQuery<TRow> With(string parameter, object value)
    {
        _values[parameter] = value;
        return this;
    }

    /// <summary>
    /// Fetches the rows of the page, and one more if a further page follows, see <see cref="Page.Cut{T}"/>. In a session
    /// that sees one state of the database.
    /// </summary>
    /// <typeparam name="TRecord">What a row is read into.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="select">SELECT and FROM, without a WHERE.</param>
    public async Task<IReadOnlyList<TRecord>> FetchAsync<TRecord>(DbSession session, string select)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rows = new List<TRecord>();
        foreach (var (sql, parameters) in Statements(session.Dialect, select))
        {
            parameters.Add(Take, Size + 1 - rows.Count);
            rows.AddRange(await session.QueryAsync<TRecord>(sql, parameters));
            if (rows.Count > Size)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>Counts the rows of all pages.</summary>
    /// <param name="session">The session.</param>
    /// <param name="table">The table.</param>
    public Task<int> CountAsync(DbSession session, string table)
    {
        ArgumentNullException.ThrowIfNull(session);
        var parameters = new DynamicParameters();
        return session.QuerySingleOrDefaultAsync<int>($"SELECT COUNT(*) FROM {table}{Where(session.Dialect, parameters, null)}", parameters);
    }

    /// <summary>The statements of the page, each with its parameters but the number of rows still to take.</summary>
    internal IEnumerable<(string Sql, DynamicParameters Parameters)> Statements(Dialect dialect, string select)
    {
        string?[] places = _after is null ? [null] : _terms.Count == 1 ? [Beyond(0)] : [Sharing(), $"{Compare(0, _terms[0].Beyond)}"];
        foreach (var place in places)
        {
            var parameters = new DynamicParameters();
            yield return ($"{select}{Where(dialect, parameters, place)} ORDER BY {OrderBy} {dialect.First(Take)}", parameters);
        }
    }

    private string Where(Dialect dialect, DynamicParameters parameters, string? place)
    {
        foreach (var (parameter, value) in _values)
        {
            parameters.Add(parameter, value);
        }

        var conditions = new List<string>();
        for (var i = 0; i < _scope.Count; i++)
        {
            parameters.Add(string.Create(CultureInfo.InvariantCulture, $"scope{i}"), _scope[i].Value);
            conditions.Add(string.Create(CultureInfo.InvariantCulture, $"{_scope[i].Column} = @scope{i}"));
        }

        if (_bounds is not null)
        {
            parameters.Add("bounds", _bounds.Departments);
            conditions.Add($"{_bounds.Column} IN @bounds");
        }

        if (place is not null)
        {
            for (var i = 0; i < _after!.Count; i++)
            {
                parameters.Add(Key(i), _after[i]);
            }

            conditions.Add(place);
        }

        if (_filter.ToSql(dialect, parameters) is { } filter)
        {
            conditions.Add(filter);
        }

        return conditions.Count == 0 ? string.Empty : $" WHERE {string.Join(" AND ", conditions)}";
    }

    // Rows with the first column of the row before, beyond it in the others.
    private string Sharing() => $"{Compare(0, '=')} AND {Beyond(1)}";

    private string Beyond(int i)
    {
        var beyond = Compare(i, _terms[i].Beyond);
        // The bound that comes first looks needless, and is what an index is sought by.
        return i == _terms.Count - 1 ? beyond : $"{_terms[i].Column.Sql} {_terms[i].Beyond}= @{Key(i)} AND ({beyond} OR ({Beyond(i + 1)}))";
    }

    private string Compare(int i, char comparison) => $"{_terms[i].Column.Sql} {comparison} @{Key(i)}";

    private static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"key{i}");

    // A token of another build can be signed well and yet be of other columns.
    private List<object> Read(IReadOnlyList<string> after)
    {
        if (after.Count != _order.Terms.Count)
        {
            throw PageTokens.Invalid();
        }

        return
        [
            .. from pair in _order.Terms.Zip(after)
               where _terms.Contains(pair.First)
               select pair.First.Column.Read(pair.Second) ?? throw PageTokens.Invalid(),
        ];
    }

    private bool Varies(OrderTerm<TRow> term) => _scope.All(fixedColumn => fixedColumn.Column != term.Column.Sql);
}
