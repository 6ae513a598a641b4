using System.Globalization;
using System.Text;
using Liwan.Audit.V1;
using Liwan.Cli.Commands.Auditing;
using Liwan.Testing;
using Microsoft.Data.Sqlite;

namespace Liwan.Cli.Tests.Auditing;

public abstract class AuditVerifyTests(TestDatabases databases) : IDisposable
{
    private static readonly string[] Ids = ["d01", "d02", "d03", "d04", "d05", "d06"];

    protected TestDatabases Databases { get; } = databases;

    public void Dispose()
    {
        Databases.Dispose();
        GC.SuppressFinalize(this);
    }

    [DatabaseFact]
    public async Task Verify_OfAChainThatHolds_SaysHowManyEntriesAndWhereItEnds()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);

        var run = await service.RunAsync("audit", "verify", "--service", "departments");

        var head = await service.QueryAsync<string>("SELECT hash FROM audit_seal WHERE seal_number = 6");
        Assert.Equal(($"departments：审计链完整，共 6 条记录，链尾第 6 号 {head}\n", 0), (run.Output, run.ExitCode));
        Assert.Equal("0:", await service.VerifyAsync(head!, head!.ToUpperInvariant()));
    }

    [DatabaseFact]
    public async Task Verify_OfAnEntryWithAnyColumnAltered_NamesIt()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);
        var id = await service.QueryAsync<string>("SELECT entry_id FROM audit_seal WHERE seal_number = 3");
        string[] texts = ["caller", "on_behalf_of", "method", "resource", "etag_before", "etag_after", "request_id", "trace_id", "address", "outcome"];
        foreach (var column in texts)
        {
            var before = await service.QueryAsync<string>($"SELECT {column} FROM audit_entry WHERE entry_id = @id", new { id });
            Assert.Equal(1, await service.TamperAsync($"UPDATE audit_entry SET {column} = @text WHERE entry_id = @id", new { id, text = "荔湾" }));
            Assert.Equal((column, "1: altered 3"), (column, await service.VerifyAsync()));
            await service.TamperAsync($"UPDATE audit_entry SET {column} = @before WHERE entry_id = @id", new { id, before });
            Assert.Equal("0:", await service.VerifyAsync());
        }

        foreach (var time in (long[])[0, -1, long.MaxValue, long.MinValue])
        {
            var before = await service.QueryAsync<long>("SELECT create_time FROM audit_entry WHERE entry_id = @id", new { id });
            await service.TamperAsync("UPDATE audit_entry SET create_time = @time WHERE entry_id = @id", new { id, time });
            var run = await service.RunAsync("audit", "verify", "--service", "departments");
            Assert.Equal(1, run.ExitCode);
            Assert.Contains($"第 3 号与封印不符，记录或封印被改动：auditEntries/{id}", run.Error, StringComparison.Ordinal);
            await service.TamperAsync("UPDATE audit_entry SET create_time = @before WHERE entry_id = @id", new { id, before });
        }

        await service.TamperAsync("UPDATE audit_entry SET entry_id = @other WHERE entry_id = @id", new { id, other = Guid.NewGuid().ToString() });
        Assert.Contains("entryMissing 3", await service.VerifyAsync(), StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Verify_OfASealAltered_NamesIt()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);
        await service.TamperAsync("UPDATE audit_seal SET hash = @hash WHERE seal_number = 3", new { hash = new string('a', 64) });
        Assert.Equal("1: altered 3, altered 4", await service.VerifyAsync());
        await service.TamperAsync("UPDATE audit_seal SET hash = 'no hash at all' WHERE seal_number = 3");
        Assert.Equal("1: altered 3, altered 4", await service.VerifyAsync());
    }

    [DatabaseFact]
    public async Task Verify_OfWhatWasRemovedInTheMiddle_NamesTheGap()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);
        await service.TamperAsync("DELETE FROM audit_entry WHERE entry_id = (SELECT entry_id FROM audit_seal WHERE seal_number = 2)");
        Assert.Equal("1: entryMissing 2", await service.VerifyAsync());
        await service.TamperAsync("DELETE FROM audit_seal WHERE seal_number = 2");
        Assert.Equal("1: gap 2", await service.VerifyAsync());
        await service.TamperAsync("DELETE FROM audit_seal WHERE seal_number = 1");
        Assert.Contains("gap 1", await service.VerifyAsync(), StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Verify_OfASealRemovedWithoutItsEntry_NamesTheEntryOnceItIsTooOldToBeUnsealed()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);
        var id = await service.QueryAsync<string>("SELECT entry_id FROM audit_seal WHERE seal_number = 4");
        await service.TamperAsync("DELETE FROM audit_seal WHERE seal_number = 4");
        Assert.Equal("1: gap 4", await service.VerifyAsync());
        // As if it were ten minutes ago; an entry of the last second may be unsealed rightly.
        await service.TamperAsync("UPDATE audit_entry SET create_time = create_time - 600000000 WHERE entry_id = @id", new { id });
        Assert.Equal("1: gap 4, unsealed", await service.VerifyAsync());
    }

    [DatabaseFact]
    public async Task Verify_OfTwoEntriesSwapped_NamesBoth()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);
        foreach (var (from, to) in ((string, string)[])[("d02", "swap"), ("d05", "d02"), ("swap", "d05")])
        {
            await service.TamperAsync(
                "UPDATE audit_entry SET resource = @to WHERE resource = @from", new { from = $"departments/{from}", to = $"departments/{to}" });
        }

        Assert.Equal("1: altered 2, altered 5", await service.VerifyAsync());
    }

    [DatabaseFact]
    public async Task Verify_OfATailThatWasCut_TakesAHashFromOutside()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);
        var head = (await service.QueryAsync<string>("SELECT hash FROM audit_seal WHERE seal_number = 6"))!;
        await service.TamperAsync("DELETE FROM audit_entry WHERE entry_id IN (SELECT entry_id FROM audit_seal WHERE seal_number > 4)");
        Assert.Equal("1: entryMissing 5, entryMissing 6", await service.VerifyAsync());

        // With its seals too the rest is a chain that holds, as any shorter one does.
        await service.TamperAsync("DELETE FROM audit_seal WHERE seal_number > 4");
        Assert.Equal("0:", await service.VerifyAsync());
        var run = await service.RunAsync("audit", "verify", "--service", "departments", "--head", head);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{head} 不在审计链中", run.Error, StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Verify_OfAChainMadeAnew_TakesAHashFromOutside()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);
        var head = (await service.QueryAsync<string>("SELECT hash FROM audit_seal WHERE seal_number = 6"))!;
        // Somebody alters an entry and lets the service seal all of them again.
        await service.TamperAsync("UPDATE audit_entry SET caller = 'somebody else' WHERE resource = 'departments/d03'");
        await service.TamperAsync("DELETE FROM audit_seal");
        await service.TamperAsync("UPDATE audit_entry SET sealed = 0");
        await service.CreateAsync("d07");

        Assert.Equal("0:", await service.VerifyAsync());
        Assert.Equal("1:", await service.VerifyAsync(head));
    }

    [DatabaseFact]
    public async Task Export_OfATime_GivesLinesThatCanBeVerifiedByThemselves()
    {
        await using var service = await AuditedDepartments.StartAsync(Databases["departments"]);
        await service.CreateAsync(Ids);
        using var folder = new TemporaryFolder();
        var run = await service.RunAsync("audit", "export", "--service", "departments", "--from", "2020-01-01", "-o", folder.File("audit.jsonl"));
        Assert.Equal((0, $"{folder.File("audit.jsonl")}：导出审计记录 6 条\n"), (run.ExitCode, run.Output));

        var lines = await File.ReadAllLinesAsync(folder.File("audit.jsonl"));
        var seals = lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("seal"))
            .Select(seal => AuditSeal.Parser.ParseJson(seal.GetRawText())).ToList();
        Assert.Equal(Ids.Select(id => $"departments/{id}"), seals.Select(seal => seal.Entry.Resource));
        var before = new string('0', 64);
        foreach (var seal in seals)
        {
            Assert.Equal(seal.Hash, AuditChainCheck.Hash(before, seal.Number, seal.Entry));
            before = seal.Hash;
        }

        var none = await service.RunAsync("audit", "export", "--service", "departments", "--to", "2020-01-01T00:00:00Z", "-o", "-");
        Assert.Equal((0, 0), (none.ExitCode, none.Bytes.Length));
        var middle = await service.RunAsync(
            "audit", "export", "--service", "departments", "-o", "-",
            "--from", Time(seals[2]), "--to", Time(seals[4]));
        Assert.Equal(
            seals.Where(seal => seal.Number is 3 or 4).Select(seal => seal.Hash),
            Encoding.UTF8.GetString(middle.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("seal").GetProperty("hash").GetString()));

        static string Time(AuditSeal seal) =>
            seal.Entry.CreateTime.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    [DatabaseFact]
    public async Task Verify_AfterTheRetention_BeginsAtTheAnchor()
    {
        await using var service = await AuditedDepartments.StartAsync(
            Databases["departments"], "--Liwan:Storage:Retention:Audit=1.00:00:00", "--Liwan:Storage:Retention:Interval=00:00:00.100");
        await service.CreateAsync(Ids);
        // What the first three were sealed with stays; their entries are old now, and tampered with, but nobody looks at them any more.
        await service.TamperAsync(
            "UPDATE audit_entry SET create_time = 1 WHERE entry_id IN (SELECT entry_id FROM audit_seal WHERE seal_number <= 3)");
        await Wait.UntilAsync("the first three are forgotten", async () => await service.QueryAsync<long>("SELECT COUNT(*) FROM audit_entry") == 3);

        var run = await service.RunAsync("audit", "verify", "--service", "departments");
        var head = await service.QueryAsync<string>("SELECT hash FROM audit_seal WHERE seal_number = 6");
        Assert.Equal($"departments：审计链完整，共 3 条记录，第 3 号及以前已按保留期清除，链尾第 6 号 {head}\n", run.Output);
        Assert.Equal(0, run.ExitCode);
    }
}

public sealed class AuditVerifyTestsOnSqlite() : AuditVerifyTests(new OnSqlite())
{
    [Fact]
    public async Task Verify_OfAByteChangedInTheFile_NamesTheEntry()
    {
        var database = Databases["departments"];
        await using var service = await AuditedDepartments.StartAsync(database);
        await service.CreateAsync("d01", "d02", "d03", "d04");
        await service.StopAsync();
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        var bytes = await File.ReadAllBytesAsync(file);
        var at = bytes.AsSpan().IndexOf("departments/d03"u8);
        Assert.True(at > 0, "The entry must be in the file itself.");
        bytes[at + "departments/d0".Length] = (byte)'9';
        await File.WriteAllBytesAsync(file, bytes);
        await service.StartAgainAsync();

        var run = await service.RunAsync("audit", "verify", "--service", "departments");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("第 3 号与封印不符，记录或封印被改动：auditEntries/", run.Error, StringComparison.Ordinal);
        Assert.Contains("departments/d09", run.Error, StringComparison.Ordinal);
        Assert.Contains("departments：审计链有 1 处问题，共 4 条记录", run.Output, StringComparison.Ordinal);
    }
}

[SqlServer]
public sealed class AuditVerifyTestsOnSqlServer() : AuditVerifyTests(new OnSqlServer());
