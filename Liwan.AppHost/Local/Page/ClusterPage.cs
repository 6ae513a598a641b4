using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Liwan.AppHost.Cluster;
using Liwan.OperatorPage;

namespace Liwan.AppHost.Local;

/// <summary>The operator page of a cluster: where it listens, who may see it, and where the services send their telemetry.</summary>
internal static class ClusterPage
{
    private const int FixedPort = 18888;
    private const int FixedOtlpGrpcPort = 4317;
    private const int FixedOtlpHttpPort = 4318;
    private const string TokenFile = "operator-page-token";
    private const string TelemetryVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const int TokenBytes = 24;

    /// <summary>Why the page cannot be started; null if it can, or is not wanted.</summary>
    public static string? WhyNot(ClusterModel model)
    {
        if (!model.Page.IsOn || model.Settings.DynamicPorts || LoopbackPorts.IsFree(FixedPort))
        {
            return null;
        }

        return $"The operator page cannot listen on http://localhost:{FixedPort}: port {FixedPort} is taken{Holder(FixedPort)}. --Cluster:OperatorPage=false does without it.";
    }

    /// <summary>Starts the page, and lets the model know where services are to send their telemetry.</summary>
    /// <returns>The page; null if it is not wanted.</returns>
    /// <exception cref="DistributedApplicationException">It cannot listen.</exception>
    public static async Task<OperatorPageServer?> StartAsync(ClusterModel model, IReadOnlyList<ResourceRunner> runners, ClusterConsole console)
    {
        if (!model.Page.IsOn)
        {
            return null;
        }

        var isDynamic = model.Settings.DynamicPorts;
        var isOpen = !IPAddress.IsLoopback(model.Page.Address);
        var options = new OperatorPageOptions
        {
            PageAddress = model.Page.Address,
            HostNames = model.Page.HostNames,
            LoginToken = isOpen ? MakeToken(model, console) : null,
            PagePort = isDynamic ? LoopbackPorts.Pick() : FixedPort,
            OtlpGrpcPort = isDynamic ? LoopbackPorts.Pick() : FixedOrFree(FixedOtlpGrpcPort, console),
            OtlpHttpPort = isDynamic ? LoopbackPorts.Pick() : FixedOrFree(FixedOtlpHttpPort, console),
            OnProblem = problem => console.WriteNote($"operator page: {problem}"),
        };
        OperatorPageServer page;
        try
        {
            page = await OperatorPageServer.StartAsync(options, new ClusterView(runners), TimeProvider.System);
        }
        catch (IOException error)
        {
            throw new DistributedApplicationException($"The operator page cannot listen: {error.Message} --Cluster:OperatorPage=false does without it.", error);
        }

        model.TelemetryAddress = page.OtlpGrpcAddress;
        if (Environment.GetEnvironmentVariable(TelemetryVariable) is { Length: > 0 } elsewhere)
        {
            console.WriteNote($"{TelemetryVariable} is set: traces, logs and metrics go to {elsewhere}, not to the operator page");
        }

        return page;
    }

    /// <summary>Something else that receives telemetry, a collector say, may well be there; services are told where the page does.</summary>
    public static int FixedOrFree(int port, ClusterConsole console)
    {
        if (LoopbackPorts.IsFree(port))
        {
            return port;
        }

        var free = LoopbackPorts.Pick();
        console.WriteNote($"port {port} is taken{Holder(port)}: telemetry is received on {free} instead");
        return free;
    }

    private static string MakeToken(ClusterModel model, ClusterConsole console)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var file = Path.Combine(model.Settings.DataFolder, TokenFile);
        PrivateFile.Write(file, Encoding.ASCII.GetBytes(token + "\n"));
        console.WriteNote($"the operator page listens on {model.Page.Address}, without encryption; its login token is in {file}");
        return token;
    }

    private static string Holder(int port) => PortHolder.Find(port) is { } holder ? $" by {holder}" : "";
}
