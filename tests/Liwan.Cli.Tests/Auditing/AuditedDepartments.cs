using Dapper;
using Liwan.Access.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Storage;
using Liwan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.Cli.Tests.Auditing;

/// <summary>A real departments service with an audit trail, and somebody who can write to its database behind its back.</summary>
internal sealed class AuditedDepartments : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private AuditedDepartments(TestDatabase database) => _database = database;

    public ServiceHost Host { get; private set; } = null!;

    public static async Task<AuditedDepartments> StartAsync(TestDatabase database, params string[] settings)
    {
        var started = new AuditedDepartments(database) { Host = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, database, settings) };
        // The service remembers where the chain ended and says so when it is cut.
        started.Host.Logs.Announce("was tampered with");
        return started;
    }

    /// <summary>Creates departments and waits until their entries are sealed.</summary>
    public async Task CreateAsync(params IEnumerable<string> ids)
    {
        var client = new DepartmentService.DepartmentServiceClient(Host.Channel);
        foreach (var id in ids)
        {
            await client.CreateDepartmentAsync(new CreateDepartmentRequest
            {
                DepartmentId = id,
                Department = new Department { OfficialNames = { new OfficialName { Text = "广州市荔湾区人大办" } } },
            });
        }

        await SealedAsync();
    }

    public Task SealedAsync() => Wait.UntilAsync(
        "every entry is sealed", async () => await QueryAsync<long>("SELECT COUNT(*) FROM audit_entry WHERE sealed = 0") == 0);

    /// <summary>Writes past the service.</summary>
    public async Task<int> TamperAsync(string sql, object? parameters = null)
    {
        await using var connection = _database.Dialect.CreateConnection(_database.ConnectionString);
        await connection.OpenAsync();
        return await connection.ExecuteAsync(sql, parameters);
    }

    public async Task<T?> QueryAsync<T>(string sql, object? parameters = null) =>
        await Host.Services.GetRequiredService<Database>().ReadAsync(session => session.QuerySingleOrDefaultAsync<T>(sql, parameters), default);

    public Task<CliRun> RunAsync(params string[] args) =>
        CliRun.Async(new Dictionary<string, string> { ["LIWAN_DEPARTMENTS"] = $"{Host.GrpcAddress}", ["LIWAN_TOKEN"] = TestTokens.Trusted.Of(Role.Auditor) }, args);

    /// <summary>Verifies the chain and returns the exit code and what was found, such as <c>1: gap 2, altered 4</c>.</summary>
    public async Task<string> VerifyAsync(params string[] heads)
    {
        var run = await RunAsync(["audit", "verify", "--service", "departments", "--json", .. heads.SelectMany(head => new[] { "--head", head })]);
        var chain = run.Json.GetProperty("services")[0];
        var problems = chain.GetProperty("problems").EnumerateArray().Select(problem => $"{problem.GetProperty("kind").GetString()} {problem.GetProperty("number")}".TrimEnd());
        return $"{run.ExitCode}: {string.Join(", ", problems)}".TrimEnd();
    }

    public async Task StopAsync() => await Host.DisposeAsync();

    public async Task StartAgainAsync() => Host = await ServiceHost.StartUnmigratedAsync("departments", DepartmentsApp.Build, _database);

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();
}
