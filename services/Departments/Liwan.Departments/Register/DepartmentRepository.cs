using System.Globalization;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;
using Liwan.Storage.Paging;

namespace Liwan.Departments.Register;

/// <summary>Departments in the database, each with its official names and codes.</summary>
internal sealed class DepartmentRepository(Database database)
{
    private const string DateFormat = "yyyy-MM-dd";

    private static readonly string SelectDepartments =
        $"""
        SELECT id AS {nameof(DepartmentRecord.Id)}, budget_unit_code AS {nameof(DepartmentRecord.BudgetUnitCode)},
            credit_code AS {nameof(DepartmentRecord.CreditCode)}, parent AS {nameof(DepartmentRecord.Parent)},
            successor AS {nameof(DepartmentRecord.Successor)}, etag AS {nameof(DepartmentRecord.Etag)},
            create_time AS {nameof(DepartmentRecord.CreateTime)}, update_time AS {nameof(DepartmentRecord.UpdateTime)},
            content_bytes AS {nameof(DepartmentRecord.ContentBytes)}
        FROM department
        """;

    private static readonly string SelectNames =
        $"""
        SELECT department AS {nameof(NameRecord.Department)}, name_text AS {nameof(NameRecord.Text)},
            start_date AS {nameof(NameRecord.StartDate)}, end_date AS {nameof(NameRecord.EndDate)}
        FROM official_name
        """;

    public Task<Department?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(session => FindAsync(session, id), cancellationToken);

    /// <summary>Finds a department in the transaction that is about to change it.</summary>
    public static async Task<Department?> FindAsync(DbSession session, string id)
    {
        // The department before its names: if another writer comes between, the etag read is the old one and the change fails.
        var department = await session.QuerySingleOrDefaultAsync<DepartmentRecord>($"{SelectDepartments} WHERE id = @id", new { id });
        if (department is null)
        {
            return null;
        }

        return department.ToDepartment(await session.QueryAsync<NameRecord>($"{SelectNames} WHERE department = @id ORDER BY position", new { id }));
    }

    /// <summary>Lists departments by id.</summary>
    /// <param name="after">The last department of the page before; empty for the first page.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public Task<Page<Department>> ListAsync(string after, int size, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var found = await session.QueryAsync<DepartmentRecord>(
                    $"{SelectDepartments} WHERE id > @after ORDER BY id {session.Dialect.First("take")}", new { after, take = size + 1 });
                var page = Page.Cut(found, size, department => department.ContentBytes);
                if (page.Rows.Count == 0)
                {
                    return new Page<Department>([], false);
                }

                var names = await session.QueryAsync<NameRecord>(
                    $"{SelectNames} WHERE department >= @first AND department <= @last ORDER BY department, position",
                    new { first = page.Rows[0].Id, last = page.Rows[^1].Id });
                var namesOf = names.ToLookup(name => name.Department);
                return new Page<Department>([.. page.Rows.Select(department => department.ToDepartment(namesOf[department.Id]))], page.HasMore);
            },
            cancellationToken);

    /// <exception cref="ServiceException">ALREADY_EXISTS, or VALUE_TAKEN: a code belongs to another department.</exception>
    public static async Task InsertAsync(DbSession session, Department department, int contentBytes)
    {
        try
        {
            await session.ExecuteAsync(
                """
                INSERT INTO department (id, budget_unit_code, credit_code, parent, successor, etag, create_time, update_time, content_bytes)
                VALUES (@Id, @BudgetUnitCode, @CreditCode, @Parent, @Successor, @Etag, @CreateTime, @UpdateTime, @contentBytes)
                """,
                Parameters(department, contentBytes, string.Empty));
        }
        catch (Exception e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new ServiceException(ErrorCatalogue.AlreadyExists, ("name", DepartmentMapping.NameOf(department.Id)));
        }

        await InsertPartsAsync(session, department);
    }

    /// <summary>Replaces a department unless another writer has changed it since <paramref name="etag"/> was read.</summary>
    /// <exception cref="ServiceException">VALUE_TAKEN: a code belongs to another department.</exception>
    public static async Task<bool> TryUpdateAsync(DbSession session, Department department, string etag, int contentBytes)
    {
        var updated = await session.ExecuteAsync(
            """
            UPDATE department SET budget_unit_code = @BudgetUnitCode, credit_code = @CreditCode, parent = @Parent,
                successor = @Successor, etag = @Etag, update_time = @UpdateTime, content_bytes = @contentBytes
            WHERE id = @Id AND etag = @oldEtag
            """,
            Parameters(department, contentBytes, etag));
        if (updated == 0)
        {
            return false;
        }

        await session.ExecuteAsync("DELETE FROM official_name WHERE department = @Id", new { department.Id });
        await session.ExecuteAsync("DELETE FROM department_code WHERE department = @Id", new { department.Id });
        await InsertPartsAsync(session, department);
        return true;
    }

    /// <summary>
    /// Returns the department that one is linked to, and keeps that link from being changed until the transaction ends:
    /// two changes that would close a circle together must not pass each other.
    /// </summary>
    /// <returns>Null if the department does not exist.</returns>
    public static async Task<DepartmentLink?> HoldLinkAsync(DbSession session, DepartmentLinkKind kind, string id)
    {
        var column = kind == DepartmentLinkKind.Parent ? "parent" : "successor";
        await session.ExecuteAsync("UPDATE department SET etag = etag WHERE id = @id", new { id });
        return await session.QuerySingleOrDefaultAsync<DepartmentLink>(
            $"SELECT {column} AS {nameof(DepartmentLink.Target)} FROM department WHERE id = @id", new { id });
    }

    private static async Task InsertPartsAsync(DbSession session, Department department)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO official_name (department, position, name_text, start_date, end_date)
            VALUES (@Id, @Position, @Text, @Start, @End)
            """,
            department.OfficialNames.Select((name, position) => new
            {
                department.Id,
                Position = position,
                name.Text,
                Start = name.Start?.ToString(DateFormat, CultureInfo.InvariantCulture),
                End = name.End?.ToString(DateFormat, CultureInfo.InvariantCulture),
            }));
        await TakeCodeAsync(session, department.Id, "budget-unit", DepartmentMapping.BudgetUnitCodeField, department.BudgetUnitCode);
        await TakeCodeAsync(session, department.Id, "credit", DepartmentMapping.CreditCodeField, department.CreditCode);
    }

    private static async Task TakeCodeAsync(DbSession session, string id, string kind, string field, string code)
    {
        if (code.Length == 0)
        {
            return;
        }

        try
        {
            await session.ExecuteAsync(
                "INSERT INTO department_code (kind, code, department) VALUES (@kind, @code, @id)", new { kind, code, id });
        }
        catch (Exception e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new ServiceException(new Violations().Add(field, ErrorCatalogue.ValueTaken, ("value", code)));
        }
    }

    private static object Parameters(Department department, int contentBytes, string oldEtag) => new
    {
        department.Id,
        department.BudgetUnitCode,
        department.CreditCode,
        department.Parent,
        department.Successor,
        department.Etag,
        department.CreateTime,
        department.UpdateTime,
        contentBytes,
        oldEtag,
    };

    private sealed record DepartmentRecord
    {
        public required string Id { get; init; }

        public required string BudgetUnitCode { get; init; }

        public required string CreditCode { get; init; }

        public string? Parent { get; init; }

        public string? Successor { get; init; }

        public required string Etag { get; init; }

        public required DateTimeOffset CreateTime { get; init; }

        public required DateTimeOffset UpdateTime { get; init; }

        public required long ContentBytes { get; init; }

        public Department ToDepartment(IEnumerable<NameRecord> names) => new()
        {
            Id = Id,
            OfficialNames = [.. names.Select(name => new OfficialName(name.Text, ReadDate(name.StartDate), ReadDate(name.EndDate)))],
            BudgetUnitCode = BudgetUnitCode,
            CreditCode = CreditCode,
            Parent = Parent,
            Successor = Successor,
            CreateTime = CreateTime,
            UpdateTime = UpdateTime,
            Etag = Etag,
        };

        private static DateOnly? ReadDate(string? date) =>
            date is null ? null : DateOnly.ParseExact(date, DateFormat, CultureInfo.InvariantCulture);
    }

    private sealed record NameRecord
    {
        public required string Department { get; init; }

        public required string Text { get; init; }

        public string? StartDate { get; init; }

        public string? EndDate { get; init; }
    }
}
