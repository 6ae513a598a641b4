using BenchmarkDotNet.Attributes;
using Liwan.Budgets;
using Liwan.Budgets.Budgets;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Testing;
using Microsoft.Data.Sqlite;

namespace Liwan.Benchmarks;

/// <summary>Pieces of a read: what the suite's session costs on top of the bare provider.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class StorageBenchmarks
{
    private readonly OnSqlite _databases = new();
    private Database _database = null!;
    private BudgetRepository _budgets = null!;
    private SqliteConnection _bare = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var test = _databases["budgets"];
        await ServiceHost.MigrateAsync("budgets", BudgetsApp.Build, test);
        _database = new Database("budgets", test.Dialect, test.ConnectionString);
        _budgets = new BudgetRepository(_database);
        var now = DateTimeOffset.UnixEpoch;
        var budget = new Budget
        {
            Key = new DepartmentYear("npc-office", 2021),
            Rows = [.. Enumerable.Range(0, 3).Select(i => new FundingRow($"{Guid.NewGuid()}", $"来源{i}", new Amounts(1, 2, 3)))],
            CreateTime = now,
            UpdateTime = now,
            Etag = "etag",
        };
        await _database.WriteAsync(session => BudgetRepository.InsertAsync(session, budget, 100), default);
        _bare = new SqliteConnection(test.ConnectionString);
        await _bare.OpenAsync();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _bare.Dispose();
        _database.Dispose();
        _databases.Dispose();
    }

    [Benchmark(Baseline = true)]
    public long BareQuery()
    {
        using var command = _bare.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM funding_row WHERE department = @department AND year = @year";
        command.Parameters.AddWithValue("@department", "npc-office");
        command.Parameters.AddWithValue("@year", 2021);
        return (long)command.ExecuteScalar()!;
    }

    [Benchmark]
    public Task<long> SessionQuery() => _database.ReadAsync(
        session => session.QuerySingleOrDefaultAsync<long>(
            "SELECT COUNT(*) FROM funding_row WHERE department = @department AND year = @year", new { department = "npc-office", year = 2021 }),
        default);

    [Benchmark]
    public Task<bool> SnapshotOfNothing() => _database.ReadSnapshotAsync(_ => Task.FromResult(true), default);

    [Benchmark]
    public async Task<object?> FindBudget() => await _budgets.FindAsync(new DepartmentYear("npc-office", 2021), default);
}
