using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>Partial updates by AIP-134.</summary>
public static class UpdateMasks
{
    private const string Field = "update_mask";
    private static readonly FieldMask.MergeOptions Replace = new()
    {
        ReplaceMessageFields = true,
        ReplaceRepeatedFields = true,
        ReplacePrimitiveFields = true,
    };

    /// <summary>
    /// Returns the resource as it is to be: <paramref name="current"/> with the fields of the mask taken from
    /// <paramref name="update"/>. No mask stands for every field that is set in the update, <c>*</c> for all.
    /// </summary>
    /// <typeparam name="T">The resource.</typeparam>
    /// <param name="mask">The mask; may be null.</param>
    /// <param name="update">The new values.</param>
    /// <param name="current">The resource as it is; not changed.</param>
    /// <exception cref="ServiceException">UPDATE_MASK_INVALID: a path that is unknown, or of an identifier, an etag or an
    /// output-only field.</exception>
    public static T Apply<T>(FieldMask? mask, T update, T current)
        where T : class, IMessage<T>, IDeepCloneable<T>
    {
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(current);
        var writable = update.Descriptor.Fields.InFieldNumberOrder().Where(IsWritable).ToList();
        var paths = mask switch
        {
            null or { Paths.Count: 0 } => writable.Where(field => IsSet(field, update)).Select(field => field.Name),
            { Paths: ["*"] } => writable.Select(field => field.Name),
            _ => Checked<T>(mask, writable),
        };
        var result = current.Clone();
        new FieldMask { Paths = { paths } }.Merge(update, result, Replace);
        return result;
    }

    private static RepeatedField<string> Checked<T>(FieldMask mask, List<FieldDescriptor> writable)
        where T : IMessage<T>
    {
        var violations = new Violations();
        var paths = new RepeatedField<string>();
        foreach (var given in mask.Paths)
        {
            var path = ToProtoPath(given);
            var root = path.Split('.')[0];
            if (!FieldMask.IsValid<T>(path) || !writable.Exists(field => field.Name == root))
            {
                violations.Add(Field, ErrorCatalogue.UpdateMaskInvalid, ("value", given));
            }

            paths.Add(path);
        }

        violations.ThrowIfAny();
        return paths;
    }

    // A mask in the query of a JSON call comes as it stands there, in the spelling of JSON: fundingRows.
    private static string ToProtoPath(string path) =>
        string.Concat(path.Select(character => char.IsAsciiLetterUpper(character) ? $"_{char.ToLowerInvariant(character)}" : $"{character}"));

    private static bool IsWritable(FieldDescriptor field)
    {
        var behaviors = field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior);
        return field.Name is not ("name" or "etag")
            && (behaviors is null || !behaviors.Any(behavior => behavior is FieldBehavior.OutputOnly or FieldBehavior.Identifier));
    }

    private static bool IsSet<T>(FieldDescriptor field, T message)
        where T : IMessage<T> =>
        field.HasPresence
            ? field.Accessor.HasValue(message)
            : !Equals(field.Accessor.GetValue(message), field.Accessor.GetValue(message.Descriptor.Parser.ParseFrom(ByteString.Empty)));
}
