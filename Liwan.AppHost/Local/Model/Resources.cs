using Liwan.AppHost.Local;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the cluster.</summary>
public interface IResource
{
    /// <summary>Letters, digits and hyphens; unique in the cluster whatever the case of its letters.</summary>
    string Name { get; }
}

/// <summary>A resource that can be given environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that can be given command line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens on addresses.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource whose addresses others are given.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

/// <summary>A resource that can start after others.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that others reach by a connection string.</summary>
public interface IResourceWithConnectionString : IResource;

/// <summary>What every resource has.</summary>
public abstract class Resource : IResource
{
    /// <summary>Names the resource.</summary>
    protected Resource(string name) => Name = name;

    /// <inheritdoc/>
    public virtual string Name { get; }

    /// <summary>How the resource is to be run.</summary>
    internal ResourceDefinition Definition { get; } = new();
}

/// <summary>A .NET project, run from its build output.</summary>
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport;

/// <summary>A program of the machine.</summary>
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>The program: a path, or a name to look for on PATH.</summary>
    public string Command { get; } = command;

    /// <summary>The folder the program is started in.</summary>
    public string WorkingDirectory { get; } = workingDirectory;
}

/// <summary>A connection string from the configuration.</summary>
internal sealed class ConfiguredConnectionString(string name) : Resource(name), IResourceWithConnectionString;
