using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Adds programs of the machine.</summary>
public static class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program.</summary>
    /// <param name="builder">The cluster.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="command">The program: a path, or a name to look for on PATH.</param>
    /// <param name="workingDirectory">The folder it is started in, absolute or relative to the AppHost's project.</param>
    /// <param name="args">Its arguments.</param>
    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder, string name, string command, string workingDirectory, params string[]? args)
    {
        var executable = new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory));
        executable.Definition.Arguments.AddRange(args ?? []);
        return ((DistributedApplicationBuilder)builder).Add(executable);
    }
}

/// <summary>Adds values from the configuration.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds the connection string <c>ConnectionStrings:{name}</c>.</summary>
    /// <param name="builder">The cluster.</param>
    /// <param name="name">The name of the resource and of the connection string.</param>
    /// <param name="environmentVariableName">Not known here: services are given <c>ConnectionStrings__{name}</c>.</param>
    /// <exception cref="DistributedApplicationException">There is no such connection string.</exception>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        if (environmentVariableName is not null)
        {
            throw new DistributedApplicationException("The local orchestrator hands connection strings on as ConnectionStrings__{name} only.");
        }

        return builder.Configuration.GetConnectionString(name) is { Length: > 0 }
            ? ((DistributedApplicationBuilder)builder).Add(new ConfiguredConnectionString(name))
            : throw new DistributedApplicationException($"ConnectionStrings:{name} is not configured.");
    }
}

/// <summary>RabbitMQ as a container, which needs Aspire.</summary>
public static class RabbitMQBuilderExtensions
{
    /// <summary>Not possible here.</summary>
    /// <exception cref="DistributedApplicationException">Always: it says what to do instead.</exception>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(this IDistributedApplicationBuilder builder, string name) =>
        throw new DistributedApplicationException(
            $"Containers need Aspire, and this AppHost was built without it. Set ConnectionStrings:{name} to the amqp:// address of a broker, or install rabbitmq-server.");

    /// <summary>Adds RabbitMQ's own pages.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder) => builder;

    /// <summary>Keeps the data when the container goes.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false) => builder;
}

/// <summary>SQL Server as a container, which needs Aspire.</summary>
public static class SqlServerBuilderExtensions
{
    /// <summary>Not possible here.</summary>
    /// <exception cref="DistributedApplicationException">Always: it says what to do instead.</exception>
    public static IResourceBuilder<SqlServerServerResource> AddSqlServer(this IDistributedApplicationBuilder builder, string name) =>
        throw new DistributedApplicationException(
            "Liwan:Database is SqlServer: a SQL Server container needs Aspire, and this AppHost was built without it. Set ConnectionStrings:departments-db, budgets-db, taskindicators-db and reports-db to databases of a running server.");

    /// <summary>Adds a database.</summary>
    public static IResourceBuilder<SqlServerDatabaseResource> AddDatabase(
        this IResourceBuilder<SqlServerServerResource> builder, string name, string? databaseName = null) =>
        ((DistributedApplicationBuilder)builder.ApplicationBuilder).Add(new SqlServerDatabaseResource(databaseName ?? name));

    /// <summary>Keeps the data when the container goes.</summary>
    public static IResourceBuilder<SqlServerServerResource> WithDataVolume(
        this IResourceBuilder<SqlServerServerResource> builder, string? name = null, bool isReadOnly = false) => builder;
}
