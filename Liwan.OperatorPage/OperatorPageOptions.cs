using System.Net;
using Liwan.OperatorPage.Telemetry;

namespace Liwan.OperatorPage;

/// <summary>Where the operator page listens, and how much it holds.</summary>
public sealed record OperatorPageOptions
{
    /// <summary>The port of the page; 0 for any free one.</summary>
    public int PagePort { get; init; } = 18888;

    /// <summary>The port of OTLP over gRPC, on loopback; 0 for any free one.</summary>
    public int OtlpGrpcPort { get; init; } = 4317;

    /// <summary>The port of OTLP over HTTP, on loopback; 0 for any free one.</summary>
    public int OtlpHttpPort { get; init; } = 4318;

    /// <summary>The address the page listens on; loopback by default. Beyond it, the page needs a <see cref="LoginToken"/>.</summary>
    public IPAddress PageAddress { get; init; } = IPAddress.Loopback;

    /// <summary>What one has to know to see the page; null for nothing, on loopback only.</summary>
    public string? LoginToken { get; init; }

    /// <summary>Names under which the page may be asked for besides <c>localhost</c> and addresses: those of a proxy before it, say.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Whether the page listens beyond this machine.</summary>
    public bool IsBeyondLoopback => !IPAddress.IsLoopback(PageAddress);

    /// <summary>Bytes of one OTLP message, unpacked.</summary>
    public int LargestMessage { get; init; } = 16 << 20;

    /// <summary>How much telemetry is held.</summary>
    public TelemetryLimits Limits { get; init; } = new();

    /// <summary>How often a page that is open is told what has changed.</summary>
    public TimeSpan LivePace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Told what goes wrong in the page or its receivers, a line each.</summary>
    public Action<string>? OnProblem { get; init; }
}
