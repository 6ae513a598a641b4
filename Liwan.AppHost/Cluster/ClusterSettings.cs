using Microsoft.Extensions.Configuration;

namespace Liwan.AppHost.Cluster;

/// <summary>
/// What an operator may choose about a cluster. Each property is a configuration key: <c>--Cluster:Ports=dynamic</c> on the
/// command line and <c>Cluster__Ports=dynamic</c> in the environment say the same.
/// </summary>
internal sealed record ClusterSettings
{
    /// <summary>
    /// <c>Cluster:DataFolder</c>: databases, the broker's data and <c>cluster.json</c>. Relative to the folder of the
    /// solution; <c>.cluster</c> there by default.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// <c>Cluster:Ports</c>: <c>fixed</c> (the default) takes the ports of each service's <c>appsettings.json</c>;
    /// <c>dynamic</c> takes free ones, so that clusters can run side by side.
    /// </summary>
    public required bool DynamicPorts { get; init; }

    /// <summary><c>Cluster:Replicas</c>: how many processes each service has, 1 to 16; 1 by default.</summary>
    public required int Replicas { get; init; }

    /// <summary>
    /// <c>Liwan:Database</c>: <c>Sqlite</c> or <c>SqlServer</c>. By default SQLite, unless a configured connection string
    /// names a server.
    /// </summary>
    public required DatabaseKind Database { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="DistributedApplicationException">A value is not one of those listed above.</exception>
    public static ClusterSettings Read(IConfiguration configuration, string appHostDirectory)
    {
        var solutionFolder = Path.GetFullPath(Path.Combine(appHostDirectory, ".."));
        return new ClusterSettings
        {
            DataFolder = Path.GetFullPath(configuration["Cluster:DataFolder"] is { Length: > 0 } folder ? folder : ".cluster", solutionFolder),
            DynamicPorts = Choose(configuration, "Cluster:Ports", PortChoice.Fixed) == PortChoice.Dynamic,
            Replicas = ReadReplicas(configuration),
            Database = Choose(configuration, "Liwan:Database", Databases.Configured(configuration)),
        };
    }

    private static T Choose<T>(IConfiguration configuration, string key, T byDefault)
        where T : struct, Enum
    {
        if (configuration[key] is not { Length: > 0 } value)
        {
            return byDefault;
        }

        return Enum.TryParse<T>(value, ignoreCase: true, out var choice) && Enum.IsDefined(choice)
            ? choice
            : throw new DistributedApplicationException($"{key} is '{value}'; it can be {string.Join(" or ", Enum.GetNames<T>())}.");
    }

    private static int ReadReplicas(IConfiguration configuration)
    {
        const string key = "Cluster:Replicas";
        if (configuration[key] is not { Length: > 0 } value)
        {
            return 1;
        }

        return int.TryParse(value, out var replicas) && replicas is >= 1 and <= 16
            ? replicas
            : throw new DistributedApplicationException($"{key} is '{value}'; it can be a number from 1 to 16.");
    }

    private enum PortChoice
    {
        Fixed,
        Dynamic,
    }
}
