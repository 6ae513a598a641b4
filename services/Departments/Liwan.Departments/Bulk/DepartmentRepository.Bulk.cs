using Liwan.Storage;
using Liwan.Storage.Rows;

namespace Liwan.Departments.Register;

/// <summary>A code and the department that holds it.</summary>
internal sealed record HeldCode(string Kind, string Code, string Department);

/// <summary>Where the links of a department lead; null for nowhere.</summary>
internal sealed record DepartmentTargets(string? Parent, string? Successor);

/// <summary>Many departments at once, in few statements.</summary>
internal sealed partial class DepartmentRepository
{
    /// <summary>Finds those of many departments that exist.</summary>
    public Task<IReadOnlyDictionary<string, Department>> FindManyAsync(IEnumerable<string> ids, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(session => FindManyAsync(session, ids), cancellationToken);

    /// <summary>Finds those of many departments that exist, in the transaction that is about to change them.</summary>
    public static async Task<IReadOnlyDictionary<string, Department>> FindManyAsync(DbSession session, IEnumerable<string> ids)
    {
        var found = new Dictionary<string, Department>(StringComparer.Ordinal);
        foreach (var match in KeyMatch.Of(ids.Distinct(StringComparer.Ordinal), ("id", id => id)))
        {
            var departments = await session.QueryAsync<DepartmentRecord>($"{SelectDepartments} WHERE {match.Condition}", match.Parameters);
            var namesOf = await NamesOfAsync(session, departments);
            foreach (var department in departments)
            {
                found.Add(department.Id, department.ToDepartment(namesOf[department.Id]));
            }
        }

        return found;
    }

    /// <summary>Returns the codes that a department states.</summary>
    public static IEnumerable<HeldCode> CodesOf(Department department) =>
        ((HeldCode[])[new(UnitCodeKind, department.BudgetUnitCode, department.Id), new(CreditCodeKind, department.CreditCode, department.Id)])
        .Where(held => held.Code.Length > 0);

    /// <summary>The field that states a code.</summary>
    public static string FieldOf(HeldCode held) =>
        held.Kind == UnitCodeKind ? DepartmentMapping.BudgetUnitCodeField : DepartmentMapping.CreditCodeField;

    /// <summary>Returns who holds each of many codes.</summary>
    public static async Task<ILookup<(string Kind, string Code), string>> FindHoldersAsync(DbSession session, IEnumerable<HeldCode> codes)
    {
        var holders = new List<HeldCode>();
        foreach (var match in KeyMatch.Of(codes, ("kind", held => held.Kind), ("code", held => held.Code)))
        {
            holders.AddRange(await session.QueryAsync<HeldCode>(
                $"""
                SELECT kind AS {nameof(HeldCode.Kind)}, code AS {nameof(HeldCode.Code)}, department AS {nameof(HeldCode.Department)}
                FROM department_code WHERE {match.Condition}
                """,
                match.Parameters));
        }

        return holders.ToLookup(held => (held.Kind, held.Code), held => held.Department);
    }

    /// <summary>
    /// Returns where the links of departments lead; in a transaction that writes, it can keep them from being changed until
    /// the transaction ends, as <see cref="HoldLinkAsync"/> does for one.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, DepartmentTargets>> FindTargetsAsync(DbSession session, IEnumerable<string> ids, bool hold)
    {
        var held = new Dictionary<string, DepartmentTargets>(StringComparer.Ordinal);
        foreach (var match in KeyMatch.Of(ids.Order(StringComparer.Ordinal), ("id", id => id)))
        {
            if (hold)
            {
                await session.ExecuteAsync($"UPDATE department SET etag = etag WHERE {match.Condition}", match.Parameters);
            }

            foreach (var row in await session.QueryAsync<DepartmentRecord>($"{SelectDepartments} WHERE {match.Condition}", match.Parameters))
            {
                held.Add(row.Id, new DepartmentTargets(row.Parent, row.Successor));
            }
        }

        return held;
    }

    /// <summary>Creates departments, and replaces those that have an etag to replace.</summary>
    /// <returns>False if another writer has changed one of those since.</returns>
    public static async Task<bool> TryWriteManyAsync(
        DbSession session, IReadOnlyList<(Department Department, string? ReplacedEtag)> departments, DateOnly today)
    {
        var replaced = departments.Where(item => item.ReplacedEtag is not null).OrderBy(item => item.Department.Id, StringComparer.Ordinal).ToList();
        var deleted = 0;
        foreach (var match in KeyMatch.Of(replaced, ("id", item => item.Department.Id), ("etag", item => item.ReplacedEtag!)))
        {
            deleted += await session.ExecuteAsync($"DELETE FROM department WHERE {match.Condition}", match.Parameters);
        }

        if (deleted < replaced.Count)
        {
            return false;
        }

        foreach (var match in KeyMatch.Of(replaced, ("department", item => item.Department.Id)))
        {
            await session.ExecuteAsync($"DELETE FROM official_name WHERE {match.Condition}", match.Parameters);
            await session.ExecuteAsync($"DELETE FROM department_code WHERE {match.Condition}", match.Parameters);
        }

        await session.InsertAsync(
            DepartmentInsert, [.. departments.Select(item => (item.Department, DepartmentMapping.Write(item.Department, today).CalculateSize()))]);
        await session.InsertAsync(NameInsert, [.. departments.SelectMany(item => NamesOf(item.Department))]);
        await session.InsertAsync(CodeInsert, [.. departments.SelectMany(item => CodesOf(item.Department))]);
        foreach (var (department, replacedEtag) in departments)
        {
            session.Changed(DepartmentMapping.NameOf(department.Id), replacedEtag ?? string.Empty, department.Etag);
        }

        return true;
    }
}
