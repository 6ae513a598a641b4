using System.Diagnostics.Metrics;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Telemetry;
using Microsoft.Extensions.Logging;

namespace Liwan.Storage.Audit;

/// <summary>Takes what was refused into the audit trail. Changes get there by <see cref="DbSession.Changed"/>, in their transaction.</summary>
public sealed partial class AuditTrail : IDisposable
{
    // A refusal is answered late rather than without its entry, but not for ever.
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(5);

    private readonly Database _database;
    private readonly ILogger<AuditTrail> _logger;
    private readonly Meter _meter;
    private readonly Counter<long> _unauthenticated;

    /// <summary>Makes the audit trail of a service.</summary>
    /// <param name="database">The service's own database.</param>
    /// <param name="meters">Makes the meter of its metrics.</param>
    /// <param name="logger">Where it says that an entry could not be written.</param>
    public AuditTrail(Database database, IMeterFactory meters, ILogger<AuditTrail> logger)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _database = database;
        _logger = logger;
        _meter = meters.Create(TelemetryNames.AccessSource);
        _unauthenticated = _meter.CreateCounter<long>(
            TelemetryNames.UnauthenticatedCalls, "{call}", "Calls refused because they had no valid token; the audit trail does not hold them.");
    }

    /// <summary>
    /// Writes one entry of a call that was refused, in a transaction of its own. If that fails, or takes too long, the log
    /// has it instead.
    /// </summary>
    /// <param name="call">Who was refused what.</param>
    /// <param name="resource">The resource as the request named it; may be empty, or anything.</param>
    /// <param name="reason">Reason of the error, such as <c>PERMISSION_DENIED</c>.</param>
    public async Task RefusedAsync(CurrentCall call, string resource, string reason)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var entered = CurrentCall.Enter(call);
        // Not the caller's token: who goes away is refused all the same.
        using var limit = new CancellationTokenSource(MostWait);
        try
        {
            await _database.WriteAsync(
                session =>
                {
                    session.Refused(resource, reason);
                    return Task.CompletedTask;
                },
                limit.Token);
        }
        catch (Exception e)
        {
            LogLost(e, call.Caller.Subject, call.Method, reason);
        }
    }

    /// <summary>Counts a call that had no valid token: nobody knows who it was, so there is no entry of it.</summary>
    /// <param name="method">The full gRPC method name.</param>
    public void Unauthenticated(string method) => _unauthenticated.Add(1, new KeyValuePair<string, object?>(TelemetryNames.RpcMethod, method));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit trail has no entry of a refusal: {Caller} called {Method} and was answered {Reason}")]
    private partial void LogLost(Exception exception, string caller, string method, string reason);
}
