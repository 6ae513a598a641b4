using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Describes a cluster.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>
    /// The settings: <c>appsettings.json</c> and <c>appsettings.{environment}.json</c> beside the AppHost's project, the
    /// environment, the command line; the later of them win.
    /// </summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the AppHost's project.</summary>
    string AppHostDirectory { get; }

    /// <summary>What the program was started for.</summary>
    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Ends the description.</summary>
    /// <exception cref="DistributedApplicationException">Resources wait for each other in a circle.</exception>
    DistributedApplication Build();
}

/// <summary>What an AppHost was started for.</summary>
public class DistributedApplicationExecutionContext
{
    /// <summary>Whether deployment files are to be written. The local orchestrator never does that.</summary>
    public bool IsPublishMode { get; }

    /// <summary>Whether the cluster is to be run.</summary>
    public bool IsRunMode => !IsPublishMode;
}
