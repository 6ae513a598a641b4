using Liwan.Bulk.V1;
using Liwan.Departments.Register;
using Liwan.Departments.Rounds;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Bulk;

namespace Liwan.Departments.Bulk;

/// <summary>The import of departments.</summary>
internal sealed class DepartmentImport(TimeProvider time, bool validateOnly) : ImportTarget<V1.Department, Department>(time)
{
    // What earlier batches would have written, had they been to write.
    private readonly Dictionary<string, Department>? _judged = validateOnly ? new(StringComparer.Ordinal) : null;

    public override string Field => "department";

    public override Department Read(Violations violations, V1.Department message)
    {
        var id = ResourceNames.Department(violations, "department.name", message.Name);
        return DepartmentMapping.Read(violations, id, message, default, default) with { Etag = message.Etag };
    }

    public override string? DepartmentOf(Department draft) => draft.Id;

    public override IEnumerable<string> KeysOf(Department draft) =>
        DepartmentRepository.CodesOf(draft).Select(held => $"{held.Kind} {held.Code}").Prepend(draft.Id);

    public override async Task DecideAsync(DbSession session, IReadOnlyList<ImportItem<Department>> items, ImportSettings.Types.Mode mode)
    {
        var stored = await DepartmentRepository.FindManyAsync(session, items.Select(item => item.Draft.Id));
        var codes = items.SelectMany(item => DepartmentRepository.CodesOf(item.Draft)).ToList();
        var holders = await DepartmentRepository.FindHoldersAsync(session, codes);
        foreach (var item in items)
        {
            Decide(item, stored.GetValueOrDefault(item.Draft.Id), mode);
            if (item.Accepted is not null && TakenCodes(item.Draft, holders) is { Items.Count: > 0 } taken)
            {
                item.Fail(new ServiceException(taken));
            }
        }

        await DepartmentImportLinks.FailUnsoundAsync(session, items, _judged);
        if (_judged is { } judged)
        {
            foreach (var item in items.Where(item => item.Accepted is not null))
            {
                judged[item.Draft.Id] = item.Draft;
            }
        }
    }

    public override async Task<bool> TryWriteAsync(DbSession session, IReadOnlyList<ImportItem<Department>> items)
    {
        if (!await DepartmentRepository.TryWriteManyAsync(session, [.. items.Select(item => (item.Accepted!, item.ReplacedEtag))], Time.TodayInLiwan()))
        {
            return false;
        }

        await Board.SettleAsync(session, [.. items.Select(item => item.Draft.Id)], Time.Present());
        return true;
    }

    protected override Department Complete(Department draft, Department? current, DateTimeOffset createTime, DateTimeOffset updateTime) =>
        DepartmentMapping.WithEtag(draft with { CreateTime = createTime, UpdateTime = updateTime, Etag = string.Empty });

    protected override StoredVersion VersionOf(Department aggregate) => new(aggregate.Etag, aggregate.CreateTime, aggregate.UpdateTime);

    protected override string NameOf(Department aggregate) => DepartmentMapping.NameOf(aggregate.Id);

    protected override ServiceException Changed(Department current) => DepartmentGrpcService.Changed(current);

    private static Violations TakenCodes(Department draft, ILookup<(string Kind, string Code), string> holders)
    {
        var violations = new Violations();
        foreach (var held in DepartmentRepository.CodesOf(draft).Where(held => holders[(held.Kind, held.Code)].Any(holder => holder != draft.Id)))
        {
            violations.Add(DepartmentRepository.FieldOf(held), ErrorCatalogue.ValueTaken, ("value", held.Code));
        }

        return violations;
    }
}
