using System.Text;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Liwan.Messaging;

/// <summary>The broker returned one message: no queue is bound to its exchange.</summary>
internal sealed class UnroutableException(string message, Exception inner) : Exception(message, inner);

/// <summary>A queue did not take one message: it is full, or broken. The others may have it.</summary>
internal sealed class QueueRefusedException(string message, Exception inner) : Exception(message, inner);

/// <summary>The broker closed the channel, yet not the connection: one of the messages under way was to blame.</summary>
internal sealed class ChannelClosedException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The relay's own connection. It declares the whole topology each time it is opened, and publishes the bytes that the
/// transaction stored, with confirms, so that sent means that every bound queue has it.
/// </summary>
internal sealed partial class BrokerLink : IAsyncDisposable
{
    private readonly ConnectionFactory _factory;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private IConnection? _connection;
    private IChannel? _channel;
    private long? _downSince;
    private bool _publishFailed;
    private bool _said;

    public BrokerLink(Uri address, TimeSpan timeout, TimeProvider time, ILogger<BrokerLink> logger)
    {
        _time = time;
        _timeout = timeout;
        _logger = logger;
        _downSince = time.GetTimestamp();
        _factory = new ConnectionFactory
        {
            Uri = address,
            ClientProvidedName = "liwan outbox relay",
            // Recovery is ours: what was under way is known to the outbox only, and the topology goes first.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedConnectionTimeout = timeout,
            ContinuationTimeout = timeout,
            RequestedHeartbeat = TimeSpan.FromSeconds(10),
        };
    }

    /// <summary>How long the broker has taken nothing; null while it does.</summary>
    public TimeSpan? DownFor
    {
        get
        {
            lock (_gate)
            {
                return _downSince is { } since ? _time.GetElapsedTime(since) : null;
            }
        }
    }

    /// <summary>Connects and declares the topology, unless that is done.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true })
        {
            return;
        }

        await CloseAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            _connection = await _factory.CreateConnectionAsync(limit.Token);
            _connection.ConnectionShutdownAsync += OnShutdownAsync;
            var channel = await _connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), limit.Token);
            await Topology.DeclareAsync(channel, limit.Token);
            _channel = channel;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Down(e.InnerException?.Message ?? e.Message, publishing: false);
            await CloseAsync();
            throw;
        }

        Up(published: false);
    }

    /// <summary>Publishes one row; returns when every queue that is bound has it.</summary>
    /// <exception cref="UnroutableException">No queue is bound to its exchange.</exception>
    /// <exception cref="QueueRefusedException">A queue did not take it.</exception>
    /// <exception cref="ChannelClosedException">The broker closed the channel over one of the rows under way.</exception>
    public async Task PublishAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        var channel = _channel ?? throw new InvalidOperationException("The link is not open.");
        using var activity = MessagingTelemetry.StartSend(row, "rabbitmq", row.EventType);
        try
        {
            await channel.BasicPublishAsync(
                row.EventType, routingKey: "", mandatory: true, Properties(row, activity?.Id ?? row.Traceparent), Encoding.UTF8.GetBytes(row.Payload), cancellationToken);
            Up(published: true);
        }
        catch (PublishException e)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, e.IsReturn ? "unroutable" : "refused");
            throw e.IsReturn
                ? new UnroutableException($"No queue is bound to the exchange {row.EventType}; the topology is declared again before the next attempt.", e)
                : new QueueRefusedException($"A queue bound to the exchange {row.EventType} is full or broken and did not take it.", e);
        }
        catch (OperationInterruptedException e) when (_connection is { IsOpen: true } && e.ShutdownReason is { Initiator: ShutdownInitiator.Peer, ReplyCode: < 500 })
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, "channel closed");
            throw new ChannelClosedException($"The broker closed the channel: {e.ShutdownReason.ReplyText}", e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    /// <summary>How many letters lie in the error queue of each consumer of the suite.</summary>
    public async Task<IReadOnlyDictionary<string, uint>> CountDeadLettersAsync(CancellationToken cancellationToken)
    {
        var channel = _channel ?? throw new InvalidOperationException("The link is not open.");
        var counts = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var queue in Topology.Consumers)
        {
            counts[queue.Consumer] = await channel.MessageCountAsync(queue.ErrorQueue, cancellationToken);
        }

        return counts;
    }

    /// <summary>Gives the connection up; the next <see cref="OpenAsync"/> starts anew.</summary>
    public async Task CloseAsync()
    {
        var connection = _connection;
        _connection = null;
        _channel = null;
        if (connection is null)
        {
            return;
        }

        connection.ConnectionShutdownAsync -= OnShutdownAsync;
        try
        {
            await connection.CloseAsync(TimeSpan.FromSeconds(1));
            await connection.DisposeAsync();
        }
        catch (Exception e) when (e is OperationInterruptedException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            // It was broken already.
        }
    }

    /// <summary>Notes that the broker did not take what it was given, however open the connection looks.</summary>
    public void PublishFailed(string reason) => Down(reason, publishing: true);

    public ValueTask DisposeAsync() => new(CloseAsync());

    private static BasicProperties Properties(OutboxRow row, string? traceparent)
    {
        var headers = new Dictionary<string, object?>();
        if (EventContract.TryFind(row.EventType, out var contract))
        {
            headers["MT-MessageType"] = contract.MessageUrn;
        }

        if (traceparent is not null)
        {
            headers["traceparent"] = traceparent;
            // What MassTransit reads instead, for listeners who use it.
            headers["MT-Activity-Id"] = traceparent;
        }

        if (row.Tracestate is not null)
        {
            headers["tracestate"] = row.Tracestate;
        }

        return new BasicProperties
        {
            MessageId = row.MessageId,
            Type = row.EventType,
            ContentType = "application/json",
            ContentEncoding = "utf-8",
            DeliveryMode = DeliveryModes.Persistent,
            Headers = headers,
        };
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs e)
    {
        Down(e.ReplyText, publishing: false);
        return Task.CompletedTask;
    }

    private void Down(string reason, bool publishing)
    {
        lock (_gate)
        {
            _downSince ??= _time.GetTimestamp();
            _publishFailed |= publishing;
            if (_said)
            {
                return;
            }

            _said = true;
        }

        LogDown(reason);
    }

    // A broker that can be connected to but confirms nothing is down until it confirms something.
    private void Up(bool published)
    {
        lock (_gate)
        {
            if (_downSince is null || (_publishFailed && !published))
            {
                return;
            }

            _downSince = null;
            _publishFailed = false;
            _said = false;
        }

        LogUp();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker cannot be reached ({Reason}); events wait in the outbox and are tried again.")]
    private partial void LogDown(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The broker is reached and the topology declared; events flow.")]
    private partial void LogUp();
}
