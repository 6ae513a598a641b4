using Liwan.Departments.Register;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;
using Liwan.Storage.Bulk;

namespace Liwan.Departments.Bulk;

/// <summary>
/// The rules of <see cref="DepartmentLinks"/> for the departments of a batch, which may link to one another in any order.
/// </summary>
internal static class DepartmentImportLinks
{
    /// <summary>Fails the accepted items whose links lead nowhere or back to themselves, and those that depend on them.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="items">The items of a step.</param>
    /// <param name="judged">Departments that count as written; null where the transaction is about to write.</param>
    public static async Task FailUnsoundAsync(
        DbSession session, IReadOnlyList<ImportItem<Department>> items, IReadOnlyDictionary<string, Department>? judged)
    {
        var accepted = items.Where(item => item.Accepted is not null).OrderBy(item => item.Index).ToList();
        var known = await FindReachableAsync(session, accepted, judged);
        var links = known.ToDictionary(StringComparer.Ordinal);
        foreach (var item in accepted)
        {
            links[item.Draft.Id] = TargetsOf(item.Draft);
        }

        // Each that fails takes its links away, on which others may rest: again until none fails.
        while (FindUnsound(accepted, links) is var (item, error) && item is not null)
        {
            item.Fail(error!);
            accepted.Remove(item);
            if (known.GetValueOrDefault(item.Draft.Id) is { } before)
            {
                links[item.Draft.Id] = before;
            }
            else
            {
                links.Remove(item.Draft.Id);
            }
        }
    }

    private static (ImportItem<Department>? Item, ServiceException? Error) FindUnsound(
        List<ImportItem<Department>> accepted, Dictionary<string, DepartmentTargets> links)
    {
        // What is missing first: of a circle the last item gives way, and with a missing one it may be no circle.
        foreach (var item in accepted)
        {
            foreach (var (field, target, _) in LinksOf(item.Draft))
            {
                if (target is not null && !links.ContainsKey(target))
                {
                    return (item, DepartmentLinks.Missing(field, target));
                }
            }
        }

        foreach (var item in Enumerable.Reverse(accepted))
        {
            foreach (var (field, target, next) in LinksOf(item.Draft))
            {
                if (LeadsBack(item.Draft.Id, target, next, links))
                {
                    return (item, DepartmentLinks.LeadsBack(field, target!));
                }
            }
        }

        return default;
    }

    private static bool LeadsBack(string id, string? target, Func<DepartmentTargets, string?> next, Dictionary<string, DepartmentTargets> links)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = target; at is not null && seen.Add(at); at = links.GetValueOrDefault(at) is { } targets ? next(targets) : null)
        {
            if (at == id)
            {
                return true;
            }
        }

        return false;
    }

    // Level by level: a register is a few levels deep, whatever its size.
    private static async Task<Dictionary<string, DepartmentTargets>> FindReachableAsync(
        DbSession session, IReadOnlyList<ImportItem<Department>> accepted, IReadOnlyDictionary<string, Department>? judged)
    {
        var known = (judged ?? new Dictionary<string, Department>()).ToDictionary(pair => pair.Key, pair => TargetsOf(pair.Value), StringComparer.Ordinal);
        var asked = new HashSet<string>(known.Keys, StringComparer.Ordinal);
        // Those of the batch too: where one fails, its stored links hold.
        var frontier = accepted.SelectMany(item => Ends(TargetsOf(item.Draft)).Append(item.Draft.Id)).Where(asked.Add).ToList();
        while (frontier.Count > 0)
        {
            var held = await DepartmentRepository.FindTargetsAsync(session, frontier, hold: judged is null);
            foreach (var (id, targets) in held)
            {
                known[id] = targets;
            }

            frontier = [.. held.Values.SelectMany(Ends).Where(asked.Add)];
        }

        return known;
    }

    private static IEnumerable<string> Ends(DepartmentTargets targets) =>
        ((string?[])[targets.Parent, targets.Successor]).OfType<string>();

    private static DepartmentTargets TargetsOf(Department department) => new(department.Parent, department.Successor);

    private static IEnumerable<(string Field, string? Target, Func<DepartmentTargets, string?> Next)> LinksOf(Department department) =>
    [
        (DepartmentMapping.ParentField, department.Parent, targets => targets.Parent),
        (DepartmentMapping.SuccessorField, department.Successor, targets => targets.Successor),
    ];
}
