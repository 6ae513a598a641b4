using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Liwan.Storage.Rows;

/// <summary>
/// Inserts rows into a table, as many in one statement as is best for the database: the one way in which rows of an aggregate are written, be
/// it one or a batch. Define it once, as a static; <see cref="DbSession"/> runs it.
/// </summary>
/// <typeparam name="T">What a row is made from.</typeparam>
public sealed class RowInsert<T>
{
    private readonly string _table;
    private readonly List<Column> _columns = [];

    /// <summary>Begins the definition; add columns before the first use.</summary>
    /// <param name="table">The table.</param>
    public RowInsert(string table) => _table = table;

    private sealed record Column(string Name, DbType Type, Func<T, object?> Value);

    /// <summary>Adds a column of text.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="value">The value of a row.</param>
    public RowInsert<T> Text(string column, Func<T, string?> value) => Add(column, DbType.String, value);

    /// <summary>Adds a column of INT.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="value">The value of a row.</param>
    public RowInsert<T> Number(string column, Func<T, int> value) => Add(column, DbType.Int32, row => value(row));

    /// <summary>Adds a column of BIGINT.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="value">The value of a row.</param>
    public RowInsert<T> BigNumber(string column, Func<T, long?> value) => Add(column, DbType.Int64, row => value(row));

    /// <summary>Adds a column of a time, BIGINT microseconds.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="value">The value of a row.</param>
    public RowInsert<T> Time(string column, Func<T, DateTimeOffset> value) =>
        Add(column, DbType.Int64, row => UnixMicroseconds.From(value(row)));

    internal int ColumnCount => _columns.Count;

    internal string Sql(int rows)
    {
        var sql = new StringBuilder("INSERT INTO ").Append(_table).Append(" (").AppendJoin(", ", _columns.Select(column => column.Name)).Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? "(" : ", (");
            for (var column = 0; column < _columns.Count; column++)
            {
                sql.Append(column == 0 ? "" : ", ").Append(ParameterName((row * _columns.Count) + column));
            }

            sql.Append(')');
        }

        return sql.ToString();
    }

    internal void AddParameters(DbCommand command, int rows)
    {
        for (var i = 0; i < rows * _columns.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = ParameterName(i);
            parameter.DbType = _columns[i % _columns.Count].Type;
            command.Parameters.Add(parameter);
        }
    }

    internal void SetParameters(DbCommand command, IReadOnlyList<T> rows, int start, int count)
    {
        for (var i = 0; i < count * _columns.Count; i++)
        {
            var parameter = command.Parameters[i];
            parameter.Value = _columns[i % _columns.Count].Value(rows[start + (i / _columns.Count)]) ?? DBNull.Value;
            if (parameter.Value is string text)
            {
                // Of two sizes only: SQL Server keeps a plan for each combination of sizes.
                parameter.Size = text.Length <= 4000 ? 4000 : -1;
            }
        }
    }

    private RowInsert<T> Add(string name, DbType type, Func<T, object?> value)
    {
        _columns.Add(new Column(name, type, value));
        return this;
    }

    private static string ParameterName(int i) => string.Create(CultureInfo.InvariantCulture, $"@p{i}");
}
