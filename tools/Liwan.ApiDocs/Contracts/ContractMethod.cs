using Google.Api;
using Google.Protobuf.Reflection;

namespace Liwan.ApiDocs.Contracts;

/// <summary>One method of a contract.</summary>
internal sealed class ContractMethod(MethodDescriptor descriptor, ResourcePatterns patterns)
{
    public MethodDescriptor Descriptor { get; } = descriptor;

    public string Name => Descriptor.Name;

    /// <summary>Such as <c>liwan.budgets.v1.BudgetService/GetBudget</c>.</summary>
    public string FullName => $"{Descriptor.Service.FullName}/{Name}";

    /// <summary>The JSON side; empty for a method that has none.</summary>
    public IReadOnlyList<HttpRoute> Routes { get; } = HttpRoute.Of(descriptor, patterns);

    /// <summary>Every field that a request can hold, in any depth, but for those that only answers set.</summary>
    public IReadOnlySet<FieldDescriptor> RequestFields { get; } = Reach(descriptor.InputType);

    /// <summary>Whether the request can hold a field of that name, in any depth.</summary>
    public bool Holds(string field) => RequestFields.Any(known => known.Name == field);

    /// <summary>Whether the request can hold a message of that type, in any depth.</summary>
    public bool HoldsMessage(string type) =>
        RequestFields.Any(field => field.FieldType == FieldType.Message && field.MessageType.FullName == type);

    /// <summary>Whether the request can hold a resource with its content.</summary>
    public bool HoldsResource =>
        RequestFields.Any(member => member.FieldType == FieldType.Message && member.MessageType.GetOptions()?.GetExtension(ResourceExtensions.Resource) is not null);

    private static HashSet<FieldDescriptor> Reach(MessageDescriptor root)
    {
        var seen = new HashSet<MessageDescriptor>();
        var fields = new HashSet<FieldDescriptor>();
        var open = new Queue<MessageDescriptor>([root]);
        while (open.TryDequeue(out var message))
        {
            if (!seen.Add(message))
            {
                continue;
            }

            foreach (var field in message.Fields.InDeclarationOrder().Where(field => !field.Is(FieldBehavior.OutputOnly)))
            {
                fields.Add(field);
                if (field.FieldType == FieldType.Message)
                {
                    open.Enqueue(field.MessageType);
                }
            }
        }

        return fields;
    }
}
