using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Messaging;

/// <summary>Resource names of what an operator sees.</summary>
internal static class OutboxNames
{
    /// <summary>All events, or all letters, of an answer to which of them an entry of the audit trail does not go into.</summary>
    public const string AllEvents = "outboxEvents/-";

    public static string Event(string messageId) => $"outboxEvents/{messageId}";

    public static string DeadLetters(string consumer) => $"consumers/{consumer}/deadLetters/-";

    /// <summary>Reads <c>outboxEvents/{message id}</c>.</summary>
    public static string ReadEvent(Violations violations, string field, string name)
    {
        if (name.Split('/') is ["outboxEvents", var id] && Guid.TryParseExact(id, "D", out var guid) && guid.ToString("D") == id)
        {
            return id;
        }

        ResourceNames.Malformed(violations, field, name, "outboxEvents/{message id, a lower-case UUID}");
        return string.Empty;
    }

    /// <summary>Reads <c>consumers/{consumer}</c>.</summary>
    public static ConsumerEndpoint? ReadConsumer(Violations violations, string field, string name)
    {
        var found = name.Split('/') is ["consumers", var consumer] ? Topology.Consumers.FirstOrDefault(queue => queue.Consumer == consumer) : null;
        if (found is null)
        {
            ResourceNames.Malformed(violations, field, name, $"consumers/{{{string.Join('|', Topology.Consumers.Select(queue => queue.Consumer))}}}");
        }

        return found;
    }
}
