using System.Data.Common;
using Microsoft.Extensions.Configuration;

namespace Liwan.AppHost.Cluster;

/// <summary>The database each service is given under the name <c>{service}-db</c>.</summary>
internal sealed class Databases(IDistributedApplicationBuilder builder, ClusterSettings settings)
{
    private IResourceBuilder<SqlServerServerResource>? _server;

    /// <summary>The kind of database the services are told to speak to.</summary>
    public DatabaseKind Kind { get; } = builder.ExecutionContext.IsPublishMode ? DatabaseKind.SqlServer : settings.Database;

    /// <summary>
    /// A configured connection string; else, for SQL Server, a database of the cluster's own server; else a SQLite file in
    /// the data folder. What is published always has a server of its own.
    /// </summary>
    public IResourceBuilder<IResourceWithConnectionString> Add(string name)
    {
        var configured = builder.Configuration.GetConnectionString(name) is { Length: > 0 };
        if (builder.ExecutionContext.IsPublishMode || (Kind == DatabaseKind.SqlServer && !configured))
        {
            _server ??= builder.AddSqlServer("sqlserver").WithDataVolume();
            return _server.AddDatabase(name);
        }

        if (!configured)
        {
            var file = Path.Combine(settings.DataFolder, name[..^"-db".Length] + ".db");
            builder.Configuration[$"ConnectionStrings:{name}"] = new DbConnectionStringBuilder { ["Data Source"] = file }.ConnectionString;
        }

        return builder.AddConnectionString(name);
    }

    /// <summary>
    /// The connection string <c>{name}-migrations</c> of a login that may do more than the service's own, where the operator
    /// configured one: only the migration step is given it.
    /// </summary>
    public IResourceBuilder<IResourceWithConnectionString>? AddForMigrations(string name) =>
        !builder.ExecutionContext.IsPublishMode && builder.Configuration.GetConnectionString($"{name}-migrations") is { Length: > 0 }
            ? builder.AddConnectionString($"{name}-migrations")
            : null;

    /// <summary>What the configured connection strings ask for: only one for SQL Server names a server or a catalog.</summary>
    public static DatabaseKind Configured(IConfiguration configuration) =>
        configuration.GetSection("ConnectionStrings").GetChildren()
            .Where(connection => connection.Key.EndsWith("-db", StringComparison.Ordinal))
            .Select(connection => new DbConnectionStringBuilder { ConnectionString = connection.Value })
            .Any(parts => parts.ContainsKey("Server") || parts.ContainsKey("Initial Catalog") || parts.ContainsKey("Database"))
            ? DatabaseKind.SqlServer
            : DatabaseKind.Sqlite;
}

/// <summary>The databases the suite runs on.</summary>
internal enum DatabaseKind
{
    Sqlite,
    SqlServer,
}
