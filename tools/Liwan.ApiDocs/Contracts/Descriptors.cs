using System.Text;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Liwan.ApiDocs.Contracts;

/// <summary>What the descriptors say beside names and types.</summary>
internal static class Descriptors
{
    /// <summary>The comment in front of an element; a paragraph or an item of a list is one line, an empty line stands between paragraphs.</summary>
    public static string Comment(this IDescriptor descriptor)
    {
        var declaration = descriptor switch
        {
            DescriptorBase element => element.Declaration,
            _ => null,
        };
        return Unwrap(declaration?.LeadingComments ?? string.Empty);
    }

    /// <summary>Whether a field has a behaviour of AIP-203.</summary>
    public static bool Is(this FieldDescriptor field, FieldBehavior behavior) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behavior) == true;

    /// <summary>The messages of a file with those nested in them, in the order of the file; without map entries.</summary>
    public static IEnumerable<MessageDescriptor> AllMessages(this FileDescriptor file) => file.MessageTypes.SelectMany(WithNested);

    /// <summary>The enums of a file with those nested in messages.</summary>
    public static IEnumerable<EnumDescriptor> AllEnums(this FileDescriptor file) =>
        file.EnumTypes.Concat(file.AllMessages().SelectMany(message => message.EnumTypes));

    /// <summary>The name without its package: <c>Report.State</c>.</summary>
    public static string LocalName(this IDescriptor descriptor) =>
        descriptor.File.Package.Length == 0 ? descriptor.FullName : descriptor.FullName[(descriptor.File.Package.Length + 1)..];

    private static IEnumerable<MessageDescriptor> WithNested(MessageDescriptor message) =>
        message.GetOptions()?.MapEntry == true ? [] : [message, .. message.NestedTypes.SelectMany(WithNested)];

    private static string Unwrap(string comment)
    {
        var text = new StringBuilder();
        foreach (var line in comment.Split('\n').Select(line => line.Trim()))
        {
            if (line.Length == 0)
            {
                text.Append("\n\n");
            }
            else if (line.StartsWith("- ", StringComparison.Ordinal) && text.Length > 0 && text[^1] != '\n')
            {
                text.Append('\n').Append(line);
            }
            else
            {
                text.Append(text.Length == 0 || text[^1] == '\n' ? string.Empty : " ").Append(line);
            }
        }

        return text.ToString().Trim('\n');
    }
}
