using Liwan.Budgets.Budgets;
using Liwan.Bulk.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Bulk;
using Liwan.YearLocks;

namespace Liwan.Budgets.Bulk;

/// <summary>The import of budgets.</summary>
internal sealed class BudgetImport(DepartmentRegister departments, TimeProvider time) : ImportTarget<V1.Budget, Budget>(time)
{
    public override string Field => "budget";

    public override Budget Read(Violations violations, V1.Budget message) => new()
    {
        Key = ResourceNames.DepartmentYear(violations, "budget.name", message.Name, BudgetMapping.Collection),
        Rows = BudgetMapping.ReadRows(violations, message, ItemUids.OfImport()),
        CreateTime = default,
        UpdateTime = default,
        Etag = message.Etag,
    };

    public override string? DepartmentOf(Budget draft) => draft.Key.Department;

    public override IEnumerable<string> KeysOf(Budget draft) => SentUids(draft).Prepend(NameOf(draft));

    public override async Task CheckAsync(IReadOnlyList<ImportItem<Budget>> items, CancellationToken cancellationToken)
    {
        var known = await departments.FindAsync(items.Select(item => item.Draft.Key.DepartmentName), cancellationToken);
        foreach (var item in items.Where(item => !known.Contains(item.Draft.Key.DepartmentName)))
        {
            item.Fail(new ServiceException(new Violations().Add(
                "budget.name", ErrorCatalogue.NotFound, ("name", item.Draft.Key.DepartmentName))));
        }
    }

    public override async Task DecideAsync(DbSession session, IReadOnlyList<ImportItem<Budget>> items, ImportSettings.Types.Mode mode)
    {
        var keys = items.Select(item => item.Draft.Key).ToList();
        var stored = await BudgetRepository.FindManyAsync(session, keys);
        var locked = await YearLock.FindLockedAsync(session, keys, BudgetMapping.Collection);
        var holders = await BudgetRepository.FindHoldersAsync(session, items.SelectMany(item => SentUids(item.Draft)));
        foreach (var item in items)
        {
            var key = item.Draft.Key;
            Decide(item, stored.GetValueOrDefault(key), mode);
            if (item.Accepted is null)
            {
                continue;
            }

            if (locked.GetValueOrDefault(key) is { } lockedError)
            {
                item.Fail(lockedError);
            }
            else if (TakenUids(item.Draft, holders) is { Items.Count: > 0 } taken)
            {
                item.Fail(new ServiceException(taken));
            }
        }
    }

    public override Task<bool> TryWriteAsync(DbSession session, IReadOnlyList<ImportItem<Budget>> items) =>
        BudgetRepository.TryWriteManyAsync(session, [.. items.Select(item => (item.Accepted!, item.ReplacedEtag))]);

    protected override Budget Complete(Budget draft, Budget? current, DateTimeOffset createTime, DateTimeOffset updateTime)
    {
        var rows = ItemUids.Fill(
            draft.Rows, current?.Rows ?? [], SentUids(draft).ToHashSet(), row => row.Uid, row => row.Source, (row, uid) => row with { Uid = uid });
        return BudgetMapping.WithEtag(new Budget { Key = draft.Key, Rows = [.. rows], CreateTime = createTime, UpdateTime = updateTime });
    }

    protected override StoredVersion VersionOf(Budget aggregate) => new(aggregate.Etag, aggregate.CreateTime, aggregate.UpdateTime);

    protected override string NameOf(Budget aggregate) => aggregate.Key.In(BudgetMapping.Collection);

    protected override ServiceException Changed(Budget current) => BudgetGrpcService.Changed(current);

    private static IEnumerable<string> SentUids(Budget draft) => draft.Uids.Where(uid => uid.Length > 0);

    private static Violations TakenUids(Budget draft, IReadOnlyDictionary<string, DepartmentYear> holders)
    {
        var violations = new Violations();
        for (var i = 0; i < draft.Rows.Count; i++)
        {
            if (holders.TryGetValue(draft.Rows[i].Uid, out var holder) && holder != draft.Key)
            {
                violations.Add(
                    $"budget.funding_rows[{i}].uid", ErrorCatalogue.UidTaken, ("value", draft.Rows[i].Uid), ("name", holder.In(BudgetMapping.Collection)));
            }
        }

        return violations;
    }
}
