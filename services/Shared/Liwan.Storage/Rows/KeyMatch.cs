using System.Globalization;
using System.Text;
using Dapper;

namespace Liwan.Storage.Rows;

/// <summary>
/// The part of a WHERE clause that matches any of a list of keys, each of which the database seeks. A list comes in
/// several of them, so that a statement stays within the limits of the databases.
/// </summary>
/// <param name="Condition">SQL, in brackets.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record KeyMatch(string Condition, DynamicParameters Parameters)
{
    // SQLite seeks each term of an OR of its own, and plans them all; SQL Server compiles them.
    private const int MostTerms = 100;

    /// <summary>The most members of an IN, which is planned once: within the 2,000 parameters of a statement.</summary>
    internal const int MostMembers = 1000;

    /// <summary>Matches the keys of a list.</summary>
    /// <typeparam name="T">A key.</typeparam>
    /// <param name="keys">The keys.</param>
    /// <param name="columns">The columns of a key, and their values.</param>
    public static IEnumerable<KeyMatch> Of<T>(IEnumerable<T> keys, params (string Column, Func<T, object> Value)[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns is [var only]
            ? keys.Chunk(MostMembers).Select(chunk => MakeIn(chunk, only.Column, only.Value))
            : keys.Chunk(MostTerms).Select(chunk => Make(chunk, columns));
    }

    private static KeyMatch MakeIn<T>(T[] keys, string column, Func<T, object> value)
    {
        var parameters = new DynamicParameters();
        return new KeyMatch($"({column} IN ({string.Join(", ", keys.Select((key, i) => Add(parameters, i, value(key))))}))", parameters);
    }

    /// <summary>Adds a parameter and returns its name in SQL.</summary>
    internal static string Add(DynamicParameters parameters, int number, object value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"k{number}");
        parameters.Add(name, value);
        return $"@{name}";
    }

    private static KeyMatch Make<T>(T[] keys, (string Column, Func<T, object> Value)[] columns)
    {
        var parameters = new DynamicParameters();
        var sql = new StringBuilder();
        for (var i = 0; i < keys.Length; i++)
        {
            sql.Append(i == 0 ? "((" : " OR (");
            for (var j = 0; j < columns.Length; j++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"k{i}_{j}");
                sql.Append(CultureInfo.InvariantCulture, $"{(j == 0 ? "" : " AND ")}{columns[j].Column} = @{name}");
                parameters.Add(name, columns[j].Value(keys[i]));
            }

            sql.Append(')');
        }

        return new KeyMatch(sql.Append(')').ToString(), parameters);
    }
}
