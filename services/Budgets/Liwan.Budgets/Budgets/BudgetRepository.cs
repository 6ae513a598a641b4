using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Caching;
using Liwan.Storage.Paging;
using Liwan.Storage.Rows;
using Liwan.YearLocks;

namespace Liwan.Budgets.Budgets;

/// <summary>Budgets in the database, each with its funding rows.</summary>
internal sealed partial class BudgetRepository(Database database)
{
    private static readonly string SelectBudgets =
        $"""
        SELECT department AS {nameof(BudgetRecord.Department)}, year AS {nameof(BudgetRecord.Year)}, etag AS {nameof(BudgetRecord.Etag)},
            create_time AS {nameof(BudgetRecord.CreateTime)}, update_time AS {nameof(BudgetRecord.UpdateTime)},
            content_bytes AS {nameof(BudgetRecord.ContentBytes)}, {YearLock.IsLocked("budget")} AS {nameof(BudgetRecord.Locked)}
        FROM budget
        """;

    private static readonly string SelectRows =
        $"""
        SELECT department AS {nameof(RowRecord.Department)}, year AS {nameof(RowRecord.Year)}, uid AS {nameof(RowRecord.Uid)},
            source AS {nameof(RowRecord.Source)}, initial_budget_fen AS {nameof(RowRecord.InitialBudget)},
            adjustment_fen AS {nameof(RowRecord.Adjustment)}, actual_expenditure_fen AS {nameof(RowRecord.ActualExpenditure)}
        FROM funding_row
        """;

    private static readonly RowInsert<(Budget Budget, int ContentBytes)> BudgetInsert = new RowInsert<(Budget Budget, int ContentBytes)>("budget")
        .Text("department", row => row.Budget.Key.Department)
        .Number("year", row => row.Budget.Key.Year)
        .Text("etag", row => row.Budget.Etag)
        .Time("create_time", row => row.Budget.CreateTime)
        .Time("update_time", row => row.Budget.UpdateTime)
        .BigNumber("content_bytes", row => row.ContentBytes);

    private static readonly RowInsert<PlacedRow> RowInsert = new RowInsert<PlacedRow>("funding_row")
        .Text("uid", placed => placed.Row.Uid)
        .Text("department", placed => placed.Key.Department)
        .Number("year", placed => placed.Key.Year)
        .Number("position", placed => placed.Position)
        .Text("source", placed => placed.Row.Source)
        .BigNumber("initial_budget_fen", placed => placed.Row.Amounts.InitialBudget)
        .BigNumber("adjustment_fen", placed => placed.Row.Amounts.Adjustment)
        .BigNumber("actual_expenditure_fen", placed => placed.Row.Amounts.ActualExpenditure);

    private static readonly string SelectStamp =
        $"""
        SELECT etag AS {nameof(ResourceStamp.Etag)}, {YearLock.IsLocked("budget")} AS {nameof(ResourceStamp.Locked)}
        FROM budget WHERE department = @Department AND year = @Year
        """;

    public Task<ResourceStamp?> FindStampAsync(DepartmentYear key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<ResourceStamp>(SelectStamp, new { key.Department, key.Year }), cancellationToken);

    public Task<Budget?> FindAsync(DepartmentYear key, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(session => FindAsync(session, key), cancellationToken);

    /// <summary>Finds a budget in the transaction that is about to change it.</summary>
    public static async Task<Budget?> FindAsync(DbSession session, DepartmentYear key)
    {
        // The budget before its rows: if another writer comes between, the etag read is the old one and the change fails.
        var parameters = new { key.Department, key.Year };
        var budget = await session.QuerySingleOrDefaultAsync<BudgetRecord>(
            $"{SelectBudgets} WHERE department = @Department AND year = @Year", parameters);
        if (budget is null)
        {
            return null;
        }

        var rows = await session.QueryAsync<RowRecord>(
            $"{SelectRows} WHERE department = @Department AND year = @Year ORDER BY position", parameters);
        return budget.ToBudget(rows);
    }

    public Task<Page<Budget>> ListAsync(ListQuery<Budget> query, CancellationToken cancellationToken) =>
        database.ReadSnapshotAsync(
            async session =>
            {
                var found = await query.FetchAsync<BudgetRecord>(session, SelectBudgets);
                var page = Page.Cut(found, query.Size, budget => budget.ContentBytes);
                var rowsOf = await RowsOfAsync(session, page.Rows);
                return new Page<Budget>([.. page.Rows.Select(budget => budget.ToBudget(rowsOf[budget.Key]))], page.HasMore);
            },
            cancellationToken);

    private static async Task<ILookup<DepartmentYear, RowRecord>> RowsOfAsync(DbSession session, IEnumerable<BudgetRecord> budgets)
    {
        var rows = new List<RowRecord>();
        foreach (var match in DepartmentYearKeys.Match(budgets.Select(budget => budget.Key)))
        {
            rows.AddRange(await session.QueryAsync<RowRecord>($"{SelectRows} WHERE {match.Condition} ORDER BY position", match.Parameters));
        }

        return rows.ToLookup(row => row.Key);
    }

    /// <exception cref="ServiceException">ALREADY_EXISTS.</exception>
    public static async Task InsertAsync(DbSession session, Budget budget, int contentBytes)
    {
        try
        {
            await session.InsertAsync(BudgetInsert, [(budget, contentBytes)]);
        }
        catch (Exception e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new ServiceException(ErrorCatalogue.AlreadyExists, ("name", budget.Key.In(BudgetMapping.Collection)));
        }

        await session.InsertAsync(RowInsert, RowsOf(budget));
        session.Changed(budget.Key.In(BudgetMapping.Collection), string.Empty, budget.Etag);
    }

    /// <summary>Replaces a budget unless another writer has changed it since <paramref name="etag"/> was read.</summary>
    public static async Task<bool> TryUpdateAsync(DbSession session, Budget budget, string etag, int contentBytes)
    {
        var updated = await session.ExecuteAsync(
            """
            UPDATE budget SET etag = @Etag, update_time = @UpdateTime, content_bytes = @contentBytes
            WHERE department = @Department AND year = @Year AND etag = @oldEtag
            """,
            new { budget.Key.Department, budget.Key.Year, budget.Etag, budget.UpdateTime, contentBytes, oldEtag = etag });
        if (updated == 0)
        {
            return false;
        }

        await session.ExecuteAsync(
            "DELETE FROM funding_row WHERE department = @Department AND year = @Year", new { budget.Key.Department, budget.Key.Year });
        await session.InsertAsync(RowInsert, RowsOf(budget));
        session.Changed(budget.Key.In(BudgetMapping.Collection), etag, budget.Etag);
        return true;
    }

    private static List<PlacedRow> RowsOf(Budget budget) => [.. budget.Rows.Select((row, position) => new PlacedRow(budget.Key, position, row))];

    /// <summary>A funding row and where it stands.</summary>
    private sealed record PlacedRow(DepartmentYear Key, int Position, FundingRow Row);

    private sealed record BudgetRecord
    {
        public required string Department { get; init; }

        public required int Year { get; init; }

        public required string Etag { get; init; }

        public required DateTimeOffset CreateTime { get; init; }

        public required DateTimeOffset UpdateTime { get; init; }

        public required long ContentBytes { get; init; }

        public required bool Locked { get; init; }

        public DepartmentYear Key => new(Department, Year);

        public Budget ToBudget(IEnumerable<RowRecord> rows) => new()
        {
            Key = Key,
            Rows = [.. rows.Select(row => new FundingRow(row.Uid, row.Source, new Amounts(row.InitialBudget, row.Adjustment, row.ActualExpenditure)))],
            CreateTime = CreateTime,
            UpdateTime = UpdateTime,
            Etag = Etag,
            Locked = Locked,
        };
    }

    private sealed record RowRecord
    {
        public required string Department { get; init; }

        public required int Year { get; init; }

        public required string Uid { get; init; }

        public required string Source { get; init; }

        public long? InitialBudget { get; init; }

        public long? Adjustment { get; init; }

        public long? ActualExpenditure { get; init; }

        public DepartmentYear Key => new(Department, Year);
    }
}
