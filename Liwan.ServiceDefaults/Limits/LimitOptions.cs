using System.ComponentModel.DataAnnotations;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>How much one caller, and all callers together, may ask of a service; section <c>Liwan:Limits</c>, listed in docs/settings.md.</summary>
public sealed class LimitOptions
{
    /// <summary>The section of these settings.</summary>
    public const string Section = "Liwan:Limits";

    /// <summary>Bytes of one gRPC message, of a stream too.</summary>
    [Range(64 * 1024, 256 * 1024 * 1024)]
    public int MessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes of a JSON body. Twice a message: the same figures are longer in JSON.</summary>
    [Range(64 * 1024, 512 * 1024 * 1024)]
    public int JsonBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Bytes of all metadata (headers) of a call.</summary>
    [Range(4 * 1024, 1024 * 1024)]
    public int MetadataBytes { get; set; } = 32 * 1024;

    /// <summary>Levels to which a JSON body may be nested. Protobuf's own limit, 100, is fixed.</summary>
    [Range(16, 64)]
    public int JsonNesting { get; set; } = 32;

    /// <summary>How long a call may take whose caller gives no deadline. Streams are exempt.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DefaultDeadline { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a call may take, whatever deadline its caller gives. Streams are exempt.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestDeadline { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the request of a call that is no stream may take to arrive, on top of its deadline.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UploadTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Slowest pace of the request of a call that is no stream, in bytes a second, after 5 s. Streams end by Liwan:Import:IdleLimit.</summary>
    [Range(1, 1024 * 1024)]
    public int UploadBytesPerSecond { get; set; } = 240;

    /// <summary>Calls that one caller may have in progress.</summary>
    [Range(1, 100_000)]
    public int CallsOfCaller { get; set; } = 100;

    /// <summary>Streams that one caller may have open.</summary>
    [Range(1, 100_000)]
    public int StreamsOfCaller { get; set; } = 20;

    /// <summary>Calls a second of one caller to one method, lastingly; opening a stream is one call.</summary>
    [Range(1, 1_000_000)]
    public int CallsPerSecond { get; set; } = 500;

    /// <summary>Calls of one caller to one method at once, after a while without any.</summary>
    [Range(1, 10_000_000)]
    public int Burst { get; set; } = 5_000;

    /// <summary>How many times the share of a caller a service of the suite has in its own name: calls, streams, calls a second and burst.</summary>
    [Range(1, 1_000)]
    public int ServiceFactor { get; set; } = 20;

    /// <summary>Requests a second from one address, looked at before the token is; 0: no limit, for a service behind a proxy, where all come from one.</summary>
    [Range(0, 10_000_000)]
    public int AddressRequestsPerSecond { get; set; } = 5_000;

    /// <summary>Requests from one address at once, after a while without any.</summary>
    [Range(1, 10_000_000)]
    public int AddressBurst { get; set; } = 20_000;

    /// <summary>Calls in progress in the process, of all callers; more are refused at once. Health is exempt.</summary>
    [Range(1, 1_000_000)]
    public int CallsInProgress { get; set; } = 1_000;

    /// <summary>Streams open in the process, of all callers; more are refused at once.</summary>
    [Range(1, 1_000_000)]
    public int StreamsInProgress { get; set; } = 1_000;

    /// <summary>Connections to the process; more are closed at once.</summary>
    [Range(10, 1_000_000)]
    public int Connections { get; set; } = 5_000;

    /// <summary>Calls that one HTTP/2 connection may have in progress; clients wait, or open another connection.</summary>
    [Range(1, 10_000)]
    public int StreamsOfConnection { get; set; } = 100;

    /// <summary>How long a connection may stay without a call.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ConnectionIdle { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>How long the headers of a request may take to arrive.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeaderTime { get; set; } = TimeSpan.FromSeconds(15);
}
