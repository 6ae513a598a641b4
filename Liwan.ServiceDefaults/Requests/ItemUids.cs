using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>The uids of a resource's items: given by the server, sent back by callers, surviving reordering.</summary>
/// <param name="known">The uids that the resource holds so far.</param>
public sealed class ItemUids(IEnumerable<string> known)
{
    private readonly HashSet<string> _known = new(known, StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Returns the uid of an item: the one that was sent back, or a new one for an empty one.</summary>
    /// <param name="violations">Takes UID_UNKNOWN and UID_REPEATED.</param>
    /// <param name="field">Field path of the uid.</param>
    /// <param name="uid">What the caller sent.</param>
    public string Resolve(Violations violations, string field, string uid)
    {
        ArgumentNullException.ThrowIfNull(violations);
        if (string.IsNullOrEmpty(uid))
        {
            return Guid.CreateVersion7().ToString();
        }

        if (!_known.Contains(uid))
        {
            violations.Add(field, ErrorCatalogue.UidUnknown, ("value", uid));
        }
        else if (!_seen.Add(uid))
        {
            violations.Add(field, ErrorCatalogue.UidRepeated, ("value", uid));
        }

        return uid;
    }
}
