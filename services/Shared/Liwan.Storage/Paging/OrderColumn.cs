using System.Globalization;

namespace Liwan.Storage.Paging;

/// <summary>Makes the columns that lists can be ordered by.</summary>
public static class OrderColumn
{
    /// <summary>A column of ASCII text.</summary>
    /// <typeparam name="TRow">What the list is of.</typeparam>
    /// <param name="path">The path in <c>order_by</c>.</param>
    /// <param name="sql">The column.</param>
    /// <param name="value">Its value in a row.</param>
    public static OrderColumn<TRow> Text<TRow>(string path, string sql, Func<TRow, string> value) => new(path, sql, value, text => text);

    /// <summary>A column of whole numbers.</summary>
    /// <typeparam name="TRow">What the list is of.</typeparam>
    /// <param name="path">The path in <c>order_by</c>.</param>
    /// <param name="sql">The column.</param>
    /// <param name="value">Its value in a row.</param>
    public static OrderColumn<TRow> Number<TRow>(string path, string sql, Func<TRow, int> value) => new(
        path,
        sql,
        row => value(row).ToString(CultureInfo.InvariantCulture),
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null);

    /// <summary>A column of times, microseconds since 1970 UTC.</summary>
    /// <typeparam name="TRow">What the list is of.</typeparam>
    /// <param name="path">The path in <c>order_by</c>.</param>
    /// <param name="sql">The column.</param>
    /// <param name="value">Its value in a row.</param>
    public static OrderColumn<TRow> Time<TRow>(string path, string sql, Func<TRow, DateTimeOffset> value) => new(
        path,
        sql,
        row => UnixMicroseconds.From(value(row)).ToString(CultureInfo.InvariantCulture),
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null);
}

/// <summary>A column that a list can be ordered by; never NULL, and no Chinese text, which the databases order differently.</summary>
/// <typeparam name="TRow">What the list is of.</typeparam>
public sealed class OrderColumn<TRow>
{
    private readonly Func<TRow, string> _write;
    private readonly Func<string, object?> _read;

    internal OrderColumn(string path, string sql, Func<TRow, string> write, Func<string, object?> read)
    {
        Path = path;
        Sql = sql;
        _write = write;
        _read = read;
    }

    /// <summary>The path in <c>order_by</c>.</summary>
    public string Path { get; }

    /// <summary>The column.</summary>
    public string Sql { get; }

    /// <summary>The column, smallest first.</summary>
    public OrderTerm<TRow> Up() => new(this, false);

    /// <summary>The column, greatest first.</summary>
    public OrderTerm<TRow> Down() => new(this, true);

    /// <summary>The value of a row, as a page token carries it.</summary>
    internal string Write(TRow row) => _write(row);

    /// <summary>The value out of a page token; null if it is none.</summary>
    internal object? Read(string text) => _read(text);
}

/// <summary>A column of an order and its direction.</summary>
/// <typeparam name="TRow">What the list is of.</typeparam>
/// <param name="Column">The column.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record OrderTerm<TRow>(OrderColumn<TRow> Column, bool Descending)
{
    /// <inheritdoc/>
    public override string ToString() => Descending ? $"{Column.Path} desc" : Column.Path;

    internal string Sql => Descending ? $"{Column.Sql} DESC" : Column.Sql;

    /// <summary>What a row after another one has here, compared with that one.</summary>
    internal char Beyond => Descending ? '<' : '>';

    internal OrderTerm<TRow> Reversed() => this with { Descending = !Descending };
}
