using System.Globalization;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;
using Liwan.Storage.Paging;
using Liwan.Storage.Rows;

namespace Liwan.Departments.Register;

/// <summary>Departments in the database, each with its official names and codes.</summary>
internal sealed partial class DepartmentRepository(Database database)
{
    private const string DateFormat = "yyyy-MM-dd";
    private const string UnitCodeKind = "budget-unit";
    private const string CreditCodeKind = "credit";

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

    private static readonly RowInsert<(Department Department, int ContentBytes)> DepartmentInsert =
        new RowInsert<(Department Department, int ContentBytes)>("department")
            .Text("id", row => row.Department.Id)
            .Text("budget_unit_code", row => row.Department.BudgetUnitCode)
            .Text("credit_code", row => row.Department.CreditCode)
            .Text("parent", row => row.Department.Parent)
            .Text("successor", row => row.Department.Successor)
            .Text("etag", row => row.Department.Etag)
            .Time("create_time", row => row.Department.CreateTime)
            .Time("update_time", row => row.Department.UpdateTime)
            .BigNumber("content_bytes", row => row.ContentBytes);

    private static readonly RowInsert<PlacedName> NameInsert = new RowInsert<PlacedName>("official_name")
        .Text("department", placed => placed.Department)
        .Number("position", placed => placed.Position)
        .Text("name_text", placed => placed.Name.Text)
        .Text("start_date", placed => placed.Name.Start?.ToString(DateFormat, CultureInfo.InvariantCulture))
        .Text("end_date", placed => placed.Name.End?.ToString(DateFormat, CultureInfo.InvariantCulture));

    private static readonly RowInsert<HeldCode> CodeInsert = new RowInsert<HeldCode>("department_code")
        .Text("kind", held => held.Kind)
        .Text("code", held => held.Code)
        .Text("department", held => held.Department);

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

    public Task<Page<Department>> ListAsync(ListQuery<Department> query, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var found = await query.FetchAsync<DepartmentRecord>(session, SelectDepartments);
                var page = Page.Cut(found, query.Size, department => department.ContentBytes);
                var namesOf = await NamesOfAsync(session, page.Rows);
                return new Page<Department>([.. page.Rows.Select(department => department.ToDepartment(namesOf[department.Id]))], page.HasMore);
            },
            cancellationToken);

    private static async Task<ILookup<string, NameRecord>> NamesOfAsync(DbSession session, IEnumerable<DepartmentRecord> departments)
    {
        var names = new List<NameRecord>();
        foreach (var match in KeyMatch.Of(departments, ("department", department => department.Id)))
        {
            names.AddRange(await session.QueryAsync<NameRecord>($"{SelectNames} WHERE {match.Condition} ORDER BY position", match.Parameters));
        }

        return names.ToLookup(name => name.Department);
    }

    /// <exception cref="ServiceException">ALREADY_EXISTS, or VALUE_TAKEN: a code belongs to another department.</exception>
    public static async Task InsertAsync(DbSession session, Department department, int contentBytes)
    {
        try
        {
            await session.InsertAsync(DepartmentInsert, [(department, contentBytes)]);
        }
        catch (Exception e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new ServiceException(ErrorCatalogue.AlreadyExists, ("name", DepartmentMapping.NameOf(department.Id)));
        }

        await InsertPartsAsync(session, department);
        session.Changed(DepartmentMapping.NameOf(department.Id), string.Empty, department.Etag);
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
        session.Changed(DepartmentMapping.NameOf(department.Id), etag, department.Etag);
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
        await session.InsertAsync(NameInsert, NamesOf(department));
        await TakeCodeAsync(session, department.Id, UnitCodeKind, DepartmentMapping.BudgetUnitCodeField, department.BudgetUnitCode);
        await TakeCodeAsync(session, department.Id, CreditCodeKind, DepartmentMapping.CreditCodeField, department.CreditCode);
    }

    private static async Task TakeCodeAsync(DbSession session, string id, string kind, string field, string code)
    {
        if (code.Length == 0)
        {
            return;
        }

        try
        {
            await session.InsertAsync(CodeInsert, [new HeldCode(kind, code, id)]);
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

    private static List<PlacedName> NamesOf(Department department) =>
        [.. department.OfficialNames.Select((name, position) => new PlacedName(department.Id, position, name))];

    /// <summary>An official name and where it stands.</summary>
    private sealed record PlacedName(string Department, int Position, OfficialName Name);

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
