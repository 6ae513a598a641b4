using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Liwan.Budgets;
using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Testing;
using Microsoft.Data.Sqlite;

namespace Liwan.Benchmarks;

/// <summary>
/// 100,000 budgets in and out over real gRPC: throughput beside raw batched inserts into the same file, memory from
/// beginning to end, and the pages of the list that they make.
/// </summary>
internal static class Imports
{
    private const int DepartmentCount = 1_000;
    private const int Years = 100;
    private const int Batch = 500;
    private const int Rounds = 5;
    private const int PageSize = 100;

    public static async Task RunAsync(ResultTable results)
    {
        using var databases = new OnSqlite();
        await using var departments = await Service.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        await using var host = await Service.StartAsync("budgets", BudgetsApp.Build, databases["budgets"], departments);
        var client = new BudgetService.BudgetServiceClient(host.Channel);
        await ImportDepartmentsAsync(new DepartmentService.DepartmentServiceClient(departments.Channel));

        await CompareImportAsync(results, client, databases["budgets"]);
        await ExportAsync(results, client);
        await ComparePagesAsync(results, client);
    }

    /// <summary>A fifth of the budgets by each way in turn; the median of the rounds counts.</summary>
    private static async Task CompareImportAsync(ResultTable results, BudgetService.BudgetServiceClient client, TestDatabase database)
    {
        var years = Years / Rounds;
        var shares = new List<Ratio>();
        var memory = new Memory();
        for (var round = 0; round < Rounds; round++)
        {
            var items = DepartmentCount * years;
            var raw = Stopwatch.StartNew();
            await InsertRawAsync(database, Enumerable.Range(2000 + (round * years), years));
            var rawPerSecond = items / raw.Elapsed.TotalSeconds;
            var import = Stopwatch.StartNew();
            await ImportAsync(client, Enumerable.Range(2000 + (round * years), years), memory);
            var perSecond = items / import.Elapsed.TotalSeconds;
            shares.Add(new Ratio(perSecond / rawPerSecond, perSecond, rawPerSecond));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: import {perSecond:N0}/s, raw {rawPerSecond:N0}/s"));
        }

        results.Add(
            $"ImportBudgets, {DepartmentCount * Years:N0} budgets with 3 rows each",
            $"prepared inserts of the same rows into the same file, {Batch} budgets a transaction",
            shares.OrderBy(share => share.Share).ElementAt(Rounds / 2),
            0.3);
        memory.Add(results, $"memory while importing {DepartmentCount * Years:N0} budgets");
    }

    private static async Task ExportAsync(ResultTable results, BudgetService.BudgetServiceClient client)
    {
        var memory = new Memory();
        var seen = 0;
        using var export = client.ExportBudgets(new ExportBudgetsRequest { Parent = "departments/-" });
        await foreach (var batch in export.ResponseStream.ReadAllAsync())
        {
            seen += batch.Budgets.Count;
            memory.Sample(batch.Budgets.Count);
        }

        memory.Add(results, $"memory while exporting {seen:N0} budgets");
    }

    private static async Task ComparePagesAsync(ResultTable results, BudgetService.BudgetServiceClient client)
    {
        var first = new ListBudgetsRequest { Parent = "departments/-", PageSize = PageSize };
        var late = first.Clone();
        for (var page = 1; page < 1_000; page++)
        {
            late.PageToken = (await client.ListBudgetsAsync(late)).NextPageToken;
        }

        var ratio = await Load.CompareAsync(_ => client.ListBudgetsAsync(late).ResponseAsync, _ => client.ListBudgetsAsync(first).ResponseAsync);
        results.Add(
            $"ListBudgets, page 1,000 of {PageSize} at {2 * DepartmentCount * Years:N0} rows",
            "page 1 of the same list",
            string.Create(CultureInfo.InvariantCulture, $"{ratio.PerSecond:N0}/s to {ratio.ReferencePerSecond:N0}/s"),
            string.Create(CultureInfo.InvariantCulture, $"{1 / ratio.Share:F2} of its time"),
            "at most 1.2");
    }

    private static async Task ImportDepartmentsAsync(DepartmentService.DepartmentServiceClient client)
    {
        using var import = client.ImportDepartments();
        await import.RequestStream.WriteAsync(new ImportDepartmentsRequest { Settings = Settings() });
        foreach (var batch in Enumerable.Range(0, DepartmentCount).Chunk(Batch))
        {
            await import.RequestStream.WriteAsync(new ImportDepartmentsRequest
            {
                Items =
                {
                    batch.Select(i => new ImportDepartmentsRequest.Types.Item
                    {
                        Index = i,
                        Department = new Department { Name = $"departments/unit-{i:0000}", OfficialNames = { new OfficialName { Text = $"荔湾区第{i}局" } } },
                    }),
                },
            });
        }

        await import.RequestStream.CompleteAsync();
        await foreach (var answer in import.ResponseStream.ReadAllAsync())
        {
            Expect(answer);
        }
    }

    private static async Task ImportAsync(BudgetService.BudgetServiceClient client, IEnumerable<int> years, Memory memory)
    {
        using var import = client.ImportBudgets();
        var answers = Task.Run(async () =>
        {
            await foreach (var answer in import.ResponseStream.ReadAllAsync())
            {
                Expect(answer);
                memory.Sample(answer.Outcomes.Count);
            }
        });
        await import.RequestStream.WriteAsync(new ImportBudgetsRequest { Settings = Settings() });
        var all = from department in Enumerable.Range(0, DepartmentCount)
                  from year in years
                  select $"departments/unit-{department:0000}/budgets/{year}";
        foreach (var batch in all.Select((name, index) => (name, index)).Chunk(Batch))
        {
            await import.RequestStream.WriteAsync(new ImportBudgetsRequest { Items = { batch.Select(item => Item(item.index, item.name)) } });
        }

        await import.RequestStream.CompleteAsync();
        await answers;
    }

    private static ImportBudgetsRequest.Types.Item Item(int index, string name)
    {
        var budget = Reads.SampleBudget();
        budget.Name = name;
        return new ImportBudgetsRequest.Types.Item { Index = index, Budget = budget };
    }

    private static ImportSettings Settings() => new() { ImportId = $"{Guid.NewGuid()}", Mode = ImportSettings.Types.Mode.CreateOrReplace };

    private static void Expect(ImportProgress answer)
    {
        if (answer.Outcomes.FirstOrDefault(outcome => outcome.Result != ImportOutcome.Types.Result.Created) is { } other)
        {
            throw new InvalidOperationException($"An item was not created: {other}");
        }
    }

    private static async Task InsertRawAsync(TestDatabase database, IEnumerable<int> years)
    {
        await using var connection = new SqliteConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using (var settings = connection.CreateCommand())
        {
            settings.CommandText = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";
            await settings.ExecuteNonQueryAsync();
        }

        var keys = from department in Enumerable.Range(0, DepartmentCount)
                   from year in years
                   select (Department: $"raw-{department:0000}", Year: year);
        foreach (var batch in keys.Chunk(Batch))
        {
            await using var transaction = connection.BeginTransaction();
            await using var budget = Prepared(
                "INSERT INTO budget (department, year, etag, create_time, update_time, content_bytes) VALUES (@department, @year, 'etag', 1, 1, 400)",
                "@department", "@year");
            await using var row = Prepared(
                """
                INSERT INTO funding_row (uid, department, year, position, source, initial_budget_fen, adjustment_fen, actual_expenditure_fen)
                VALUES (@uid, @department, @year, @position, '一般公共预算', 123456789, 8765432, 130000000)
                """,
                "@uid", "@department", "@year", "@position");
            foreach (var (department, year) in batch)
            {
                await ExecuteAsync(budget, department, year);
                for (var position = 0; position < 3; position++)
                {
                    await ExecuteAsync(row, $"{Guid.NewGuid()}", department, year, position);
                }
            }

            await transaction.CommitAsync();

            SqliteCommand Prepared(string sql, params IEnumerable<string> parameters)
            {
                var command = connection.CreateCommand();
                command.Transaction = transaction;
#pragma warning disable CA2100 // One of the two texts above.
                command.CommandText = sql;
#pragma warning restore CA2100
                command.Parameters.AddRange(parameters.Select(parameter => new SqliteParameter(parameter, null)));
                return command;
            }
        }

        static Task<int> ExecuteAsync(SqliteCommand command, params object[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i];
            }

            return command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The managed heap as it goes along, server and client together.</summary>
    private sealed class Memory
    {
        private const int Every = 10_000;
        private readonly List<double> _megabytes = [];
        private int _count;

        public void Sample(int items)
        {
            _count += items;
            if (_count >= Every * (_megabytes.Count + 1))
            {
                _megabytes.Add(GC.GetTotalMemory(forceFullCollection: true) / 1e6);
            }
        }

        public void Add(ResultTable results, string measured)
        {
            // The first samples still hold what is made once: code, pools, buffers.
            var early = _megabytes[1];
            var late = _megabytes[^1];
            results.Add(
                measured,
                "the heap after the second tenth",
                string.Create(CultureInfo.InvariantCulture, $"{late:F1} MB at the end, {_megabytes.Max():F1} MB at most, to {early:F1} MB"),
                string.Create(CultureInfo.InvariantCulture, $"{late / early:F2}"),
                "flat");
        }
    }
}
