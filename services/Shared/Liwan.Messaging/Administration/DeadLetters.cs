using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Liwan.Events.V1;
using RabbitMQ.Client;

namespace Liwan.Messaging;

/// <summary>Reads letters of an error queue, and takes from them what setting them aside has put in.</summary>
internal static class DeadLetters
{
    private const int MostReason = 2000;
    private const int MostReport = 200;
    private const string Deaths = "x-death";

    // Of MassTransit, and of the broker itself, which sets aside what kept killing its consumer.
    private static readonly string[] SetAside = ["MT-Fault-", "MT-Reason", "MT-Host-", "x-death", "x-first-death-", "x-last-death-", "x-delivery-count", "x-acquired-count"];

    public static DeadLetter Read(BasicGetResult letter)
    {
        var properties = letter.BasicProperties;
        var contract = ContractOf(properties);
        return new DeadLetter
        {
            MessageId = properties.MessageId ?? string.Empty,
            EventType = contract?.Name ?? string.Empty,
            Report = contract is null ? string.Empty : ReportOf(contract, letter.Body.Span),
            Reason = Cut(Text(properties, "MT-Fault-Message") ?? Text(properties, "MT-Reason") ?? Text(properties, "x-first-death-reason") ?? string.Empty, MostReason),
            FailTime = FailTime(properties),
        };
    }

    public static BasicProperties Restore(BasicGetResult letter)
    {
        var restored = new BasicProperties(letter.BasicProperties)
        {
            Persistent = true,
            Headers = letter.BasicProperties.Headers?
                .Where(header => !SetAside.Any(prefix => header.Key.StartsWith(prefix, StringComparison.Ordinal)))
                .ToDictionary(header => header.Key, header => header.Value),
        };
        if (restored.Type is null && ContractOf(letter.BasicProperties) is { } contract)
        {
            // It may have been told by its exchange alone, and that is the consumer's own now.
            restored.Type = contract.Name;
        }

        return restored;
    }

    private static EventContract? ContractOf(IReadOnlyBasicProperties properties)
    {
        if (Text(properties, "MT-MessageType") is { } urns
            && EventContract.All.FirstOrDefault(contract => urns.Split(';').Contains(contract.MessageUrn, StringComparer.Ordinal)) is { } named)
        {
            return named;
        }

        return EventContract.TryFind(properties.Type, out var contract) || EventContract.TryFind(Text(properties, "x-first-death-exchange"), out contract) ? contract : null;
    }

    private static string ReportOf(EventContract contract, ReadOnlySpan<byte> body)
    {
        try
        {
            return Cut(ReportEventJson.Deserialize(contract, body).Report, MostReport);
        }
        catch (EventFormatException)
        {
            return string.Empty;
        }
    }

    private static Timestamp? FailTime(IReadOnlyBasicProperties properties)
    {
        if (DateTimeOffset.TryParse(
            Text(properties, "MT-Fault-Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var failed))
        {
            return Timestamp.FromDateTimeOffset(failed);
        }

        return properties.Headers?.TryGetValue(Deaths, out var deaths) == true
            && deaths is IList<object?> and [IDictionary<string, object?> death, ..]
            && death.TryGetValue("time", out var time) && time is AmqpTimestamp { UnixTime: >= 0 and < 253_402_300_800 } stamp
            ? new Timestamp { Seconds = stamp.UnixTime }
            : null;
    }

    private static string? Text(IReadOnlyBasicProperties properties, string name) =>
        properties.Headers?.TryGetValue(name, out var value) == true
            ? value switch { string text => text, byte[] bytes => Encoding.UTF8.GetString(bytes), _ => null }
            : null;

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
