using System.Diagnostics;
using System.Text;
using MassTransit;

namespace Liwan.Messaging;

/// <summary>
/// Any event as it comes from the broker. MassTransit only carries it: which event it is and what it holds is read from
/// the bytes and headers themselves, so that what is not sent by the suite, such as a replay, is read alike.
/// </summary>
internal sealed class WireEvent;

/// <summary>Hands what the broker delivers to the inbox.</summary>
internal sealed class WireEventConsumer(Inbox inbox) : IConsumer<WireEvent>
{
    public async Task Consume(ConsumeContext<WireEvent> context)
    {
        var received = context.ReceiveContext;
        var properties = received.GetPayload<RabbitMqBasicConsumeContext>();
        var reportEvent = ReportEventJson.Deserialize(ContractOf(properties), received.Body.GetBytes());
        await inbox.ReceiveAsync(reportEvent, Parent(properties), context.CancellationToken);
    }

    // MassTransit's header, AMQP's own property, or the exchange it was published to; who publishes by hand may give none but the last.
    private static EventContract ContractOf(RabbitMqBasicConsumeContext delivery)
    {
        if (Header(delivery, "MT-MessageType") is { } urns)
        {
            var named = urns.Split(';').Join(EventContract.All, urn => urn, contract => contract.MessageUrn, (_, contract) => contract).FirstOrDefault();
            if (named is not null)
            {
                return named;
            }
        }

        return EventContract.TryFind(delivery.Properties.Type, out var contract) || EventContract.TryFind(delivery.Exchange, out contract)
            ? contract
            : throw new EventFormatException(
                $"Neither the header MT-MessageType, nor the type '{delivery.Properties.Type}', nor the exchange '{delivery.Exchange}' names an event that this build knows.");
    }

    private static ActivityContext Parent(RabbitMqBasicConsumeContext delivery) =>
        ActivityContext.TryParse(Header(delivery, "traceparent"), Header(delivery, "tracestate"), isRemote: true, out var parent) ? parent : default;

    private static string? Header(RabbitMqBasicConsumeContext delivery, string name) =>
        delivery.Properties.Headers?.TryGetValue(name, out var value) == true
            ? value switch { string text => text, byte[] bytes => Encoding.UTF8.GetString(bytes), _ => null }
            : null;
}
