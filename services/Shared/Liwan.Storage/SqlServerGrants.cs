using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Liwan.Storage;

/// <summary>
/// What the login of a service may do in the service's database, where migrations have a login of their own: read and change the
/// rows of its tables, and nothing else.
/// </summary>
internal static class SqlServerGrants
{
    private const string Rows = "SELECT, INSERT, UPDATE, DELETE";

    // Tables of which the service may do less. What a retention forgets it deletes; nothing changes a seal.
    private static readonly Dictionary<string, string> Narrower = new(StringComparer.OrdinalIgnoreCase)
    {
        ["VersionInfo"] = "SELECT",
        ["audit_seal"] = "SELECT, INSERT, DELETE",
        ["audit_anchor"] = "SELECT, INSERT, DELETE",
    };

    private const string ReadUser = "SELECT COUNT(*) FROM sys.database_principals WHERE name = @User;";
    private const string ReadTables = "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'dbo' AND TABLE_TYPE = 'BASE TABLE';";

    /// <summary>What is sent.</summary>
    public static IReadOnlyList<string> Statements { get; } = [ReadUser, ReadTables, CreateUser("login"), Grant("table", "login"), Grant("VersionInfo", "login"), Grant("audit_seal", "login"), Grant("audit_anchor", "login")];

    /// <summary>Makes the service's user, if it is missing, and grants it what it needs of the tables that are there.</summary>
    /// <param name="owner">The connection string of the login that migrates.</param>
    /// <param name="service">The connection string of the service.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="InvalidOperationException">The connection strings do not name two logins and one database.</exception>
    public static async Task GrantAsync(string owner, string service, CancellationToken cancellationToken)
    {
        var login = Login(owner, service);
        await using var connection = new SqlConnection(owner);
        await connection.OpenAsync(cancellationToken);
        if ((await ReadAsync(connection, ReadUser, cancellationToken, new SqlParameter("User", login)))[0] == "0")
        {
            await ExecuteAsync(connection, CreateUser(login), cancellationToken);
        }

        foreach (var table in await ReadAsync(connection, ReadTables, cancellationToken))
        {
            await ExecuteAsync(connection, Grant(table, login), cancellationToken);
        }
    }

    private static string Login(string owner, string service)
    {
        var (migrating, serving) = (new SqlConnectionStringBuilder(owner), new SqlConnectionStringBuilder(service));
        if (!string.Equals(migrating.InitialCatalog, serving.InitialCatalog, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"The service's connection string names the database '{serving.InitialCatalog}', that for migrations '{migrating.InitialCatalog}'; they must name the same.");
        }

        return serving.UserID.Length > 0 && !string.Equals(serving.UserID, migrating.UserID, StringComparison.OrdinalIgnoreCase)
            ? serving.UserID
            : throw new InvalidOperationException(
                "With a connection string for migrations, the service's own must name another login (User Id), so that the service can be granted its tables and nothing else.");
    }

    private static string CreateUser(string login) => $"CREATE USER {Quoted(login)} FOR LOGIN {Quoted(login)};";

    private static string Grant(string table, string user) => $"GRANT {Narrower.GetValueOrDefault(table, Rows)} ON dbo.{Quoted(table)} TO {Quoted(user)};";

    private static string Quoted(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    private static async Task<List<string>> ReadAsync(SqlConnection connection, string sql, CancellationToken cancellationToken, params SqlParameter[] parameters)
    {
        await using var command = Command(connection, sql);
        command.Parameters.AddRange(parameters);
        await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return values;
    }

    private static async Task ExecuteAsync(SqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static SqlCommand Command(SqlConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of those above: names cannot be parameters, and are quoted.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
