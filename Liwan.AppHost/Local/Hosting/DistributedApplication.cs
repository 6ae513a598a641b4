using System.Reflection;
using Liwan.AppHost.Cluster;
using Liwan.AppHost.Local;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>A cluster that is described and can be run.</summary>
public class DistributedApplication
{
    private readonly ClusterModel _model;

    internal DistributedApplication(ClusterModel model) => _model = model;

    /// <summary>Starts the description of a cluster.</summary>
    /// <param name="args">The command line: settings as <c>--Key:SubKey=value</c>.</param>
    /// <exception cref="DistributedApplicationException">Something was asked for that only Aspire can do.</exception>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args)
    {
        var assembly = Assembly.GetEntryAssembly() ?? typeof(DistributedApplication).Assembly;
        var known = assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == "apphostprojectpath")?.Value;
        var directory = known is not null && Directory.Exists(known) ? known : AppContext.BaseDirectory;
        if (ClusterCommand.Parse(args) is { } command)
        {
            // It is about a cluster that another process runs: there is nothing to describe here.
            var settings = ClusterSettings.Read(new DistributedApplicationBuilder(command.Settings, directory).Configuration, directory);
            Environment.Exit(new ClusterControl(command, settings.DataFolder, Console.Out, Console.Error).RunAsync().GetAwaiter().GetResult());
        }

        return new DistributedApplicationBuilder(args, directory);
    }

    /// <summary>
    /// Runs the cluster until Ctrl-C, SIGTERM or SIGHUP, or until whoever started the AppHost through <c>dotnet run</c> is gone.
    /// </summary>
    /// <exception cref="DistributedApplicationException">The cluster cannot start: a port is taken, a program is missing.</exception>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    /// <param name="cancellationToken">Stops the cluster.</param>
    public virtual Task RunAsync(CancellationToken cancellationToken = default) => ClusterRun.RunAsync(_model, cancellationToken);
}

/// <summary>Collects the description of a cluster.</summary>
internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HashSet<string> _configuredOutside;
    private readonly List<ApplicationModel.Resource> _resources = [];

    public DistributedApplicationBuilder(string[] args, string appHostDirectory)
    {
        AppHostDirectory = appHostDirectory;
        var environment = Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        Configuration = new ConfigurationManager();
        Configuration.SetBasePath(appHostDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(args);
        if (Configuration["publisher"] is not null || Configuration["operation"] is { } operation && !operation.Equals("run", StringComparison.OrdinalIgnoreCase))
        {
            throw new DistributedApplicationException("Deployment files are written by Aspire, and this AppHost was built without it: see README.md.");
        }

        _configuredOutside = [.. Configuration.GetSection("ConnectionStrings").GetChildren().Select(child => child.Key)];
    }

    public ConfigurationManager Configuration { get; }

    public string AppHostDirectory { get; }

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    /// <summary>Adds a resource.</summary>
    public ApplicationModel.IResourceBuilder<T> Add<T>(T resource)
        where T : ApplicationModel.Resource
    {
        if (_resources.Any(other => other.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new DistributedApplicationException($"Two resources are called '{resource.Name}'.");
        }

        _resources.Add(resource);
        return new ApplicationModel.ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build() => new(new ClusterModel(_resources, Configuration, AppHostDirectory, _configuredOutside));
}
