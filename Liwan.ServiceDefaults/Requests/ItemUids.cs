using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>The uids of a resource's items: given by the server, sent back by callers, surviving reordering.</summary>
public sealed class ItemUids
{
    private readonly HashSet<string>? _known;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The uids of a resource that is created or updated.</summary>
    /// <param name="known">The uids that the resource holds so far.</param>
    public ItemUids(IEnumerable<string> known) => _known = new HashSet<string>(known, StringComparer.Ordinal);

    private ItemUids()
    {
    }

    /// <summary>The uids of a resource that is imported: taken over as they are, and left empty where they are.</summary>
    public static ItemUids OfImport() => new();

    /// <summary>Returns the uid of an item: the one that was sent back, or a new one for an empty one.</summary>
    /// <param name="violations">Takes UID_UNKNOWN and UID_REPEATED.</param>
    /// <param name="field">Field path of the uid.</param>
    /// <param name="uid">What the caller sent.</param>
    public string Resolve(Violations violations, string field, string uid)
    {
        ArgumentNullException.ThrowIfNull(violations);
        if (string.IsNullOrEmpty(uid))
        {
            return _known is null ? string.Empty : New();
        }

        if (_known is null ? !IsUuid(uid) : !_known.Contains(uid))
        {
            violations.Add(field, ErrorCatalogue.UidUnknown, ("value", uid));
        }
        else if (!_seen.Add(uid))
        {
            violations.Add(field, ErrorCatalogue.UidRepeated, ("value", uid));
        }

        return uid;
    }

    /// <summary>
    /// Gives the imported items of a list that have no uid one: that of the stored item which stands in the same place
    /// under the same name, so that a file without uids can be imported again without effect; else a new one.
    /// </summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="items">The imported items.</param>
    /// <param name="stored">The stored ones.</param>
    /// <param name="sent">Every uid that the resource was sent with.</param>
    /// <param name="uidOf">The uid of an item.</param>
    /// <param name="nameOf">The name of an item.</param>
    /// <param name="withUid">The item under a uid.</param>
    public static IEnumerable<T> Fill<T>(
        IEnumerable<T> items, IReadOnlyList<T> stored, IReadOnlySet<string> sent, Func<T, string> uidOf, Func<T, string> nameOf, Func<T, string, T> withUid)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(sent);
        return items.Select((item, i) =>
        {
            if (uidOf(item).Length > 0)
            {
                return item;
            }

            var isSame = i < stored.Count && nameOf(stored[i]) == nameOf(item) && !sent.Contains(uidOf(stored[i]));
            return withUid(item, isSame ? uidOf(stored[i]) : New());
        });
    }

    private static string New() => Guid.CreateVersion7().ToString();

    private static bool IsUuid(string uid) => Guid.TryParseExact(uid, "D", out var guid) && guid.ToString() == uid;
}
