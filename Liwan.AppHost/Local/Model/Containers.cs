namespace Aspire.Hosting.ApplicationModel;

/// <summary>A RabbitMQ container. The local orchestrator runs none: see <see cref="RabbitMQBuilderExtensions"/>.</summary>
public class RabbitMQServerResource(string name) : Resource(name), IResourceWithConnectionString, IResourceWithEnvironment;

/// <summary>A SQL Server container. The local orchestrator runs none: see <see cref="SqlServerBuilderExtensions"/>.</summary>
public class SqlServerServerResource(string name) : Resource(name), IResourceWithConnectionString;

/// <summary>A database on a <see cref="SqlServerServerResource"/>.</summary>
public class SqlServerDatabaseResource(string name) : Resource(name), IResourceWithConnectionString;
