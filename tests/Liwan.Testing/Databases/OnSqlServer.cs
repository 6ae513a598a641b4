using Liwan.Storage;
using Microsoft.Data.SqlClient;

namespace Liwan.Testing;

/// <summary>
/// Databases on the server that <c>LIWAN_TEST_SQLSERVER</c> names; its login must be allowed to create them. The database
/// that the connection string itself may name stays untouched.
/// </summary>
public sealed class OnSqlServer : TestDatabases
{
    /// <summary>The variable that holds the connection string.</summary>
    public const string Variable = "LIWAN_TEST_SQLSERVER";

    private readonly string _prefix = $"liwan_test_{Guid.NewGuid():N}"[..20];

    /// <summary>Why these tests are skipped; null where the variable is set.</summary>
    public static string? Skip => Server is null ? $"{Variable} is not set; give it the connection string of a SQL Server." : null;

    /// <inheritdoc/>
    public override string? Missing => Skip;

    private static string? Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server ? server : null;

    /// <inheritdoc/>
    protected override TestDatabase Create(string name)
    {
        // Before any connection: it sets how SqlClient reads, which SqlClient looks up once.
        var dialect = new SqlServerDialect();
        var database = $"{_prefix}_{name}";
        Run($"CREATE DATABASE [{database}]");
        return new TestDatabase("SqlServer", Connection(database), dialect);
    }

    /// <inheritdoc/>
    protected override void Drop(IReadOnlyList<TestDatabase> databases)
    {
        foreach (var database in databases)
        {
            // Its own pool only: other tests are at work.
            using (var connection = new SqlConnection(database.ConnectionString))
            {
                SqlConnection.ClearPool(connection);
            }

            try
            {
                Run($"DROP DATABASE [{new SqlConnectionStringBuilder(database.ConnectionString).InitialCatalog}]");
            }
            catch (SqlException)
            {
                // A connection that is still ending may hold it; what stays is named after the tests.
            }
        }
    }

    private static string Connection(string database) => new SqlConnectionStringBuilder(Server) { InitialCatalog = database }.ConnectionString;

    private static void Run(string sql)
    {
        using var connection = new SqlConnection(Connection("master"));
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
