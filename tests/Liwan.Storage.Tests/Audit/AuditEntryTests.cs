using System.Diagnostics;
using System.Diagnostics.Metrics;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Storage.Audit;
using Liwan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Liwan.Storage.Tests.Audit;

public abstract class AuditEntryTests(TestDatabases databases) : AuditTest(databases)
{
    [DatabaseFact]
    public async Task Changed_OnceCommitted_HasAnEntryOfWhoDidWhat()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var before = UnixMicroseconds.From(DateTimeOffset.UtcNow);
        await ChangeAsync(Database, "departments/npc-office/budgets/2021");

        var entry = Assert.Single(await UnsealedAsync());
        Assert.InRange(entry.CreateTime, before, UnixMicroseconds.From(DateTimeOffset.UtcNow));
        Assert.Equal(7, Guid.Parse(entry.EntryId).Version);
        Assert.Equal(
            new AuditEntry
            {
                EntryId = entry.EntryId,
                CreateTime = entry.CreateTime,
                Caller = "张三",
                OnBehalfOf = "李四",
                Method = Call.Method,
                Resource = "departments/npc-office/budgets/2021",
                EtagBefore = "before",
                EtagAfter = "after",
                RequestId = Call.RequestId,
                TraceId = activity.TraceId.ToString(),
                Address = Call.Address,
                Outcome = "OK",
            },
            entry);
    }

    [DatabaseFact]
    public async Task Changed_RolledBack_HasNone()
    {
        using var call = CurrentCall.Enter(Call);
        await Assert.ThrowsAsync<TimeoutException>(() => Database.WriteAsync(
            async session =>
            {
                await IncrementAsync(session);
                session.Changed("departments/npc-office", "", "after");
                throw new TimeoutException();
            },
            CancellationToken.None));
        Assert.Equal((0L, 0), (await Counter(), (await UnsealedAsync()).Count));
    }

    [DatabaseFact]
    public async Task Changed_OutsideAnyCall_IsRefusedAndChangesNothing()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Database.WriteAsync(
            async session =>
            {
                await IncrementAsync(session);
                session.Changed("departments/npc-office", "", "after");
            },
            CancellationToken.None));
        Assert.Contains("departments/npc-office is changed outside any call", error.Message, StringComparison.Ordinal);
        Assert.Equal((0L, 0), (await Counter(), (await UnsealedAsync()).Count));
    }

    [DatabaseFact]
    public async Task Changed_InASessionThatReads_IsAnError()
    {
        using var call = CurrentCall.Enter(Call);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.ReadAsync(
            session =>
            {
                session.Changed("departments/npc-office", "", "after");
                return Task.FromResult(0);
            },
            default));
    }

    [DatabaseFact]
    public async Task Changed_ManyInOneTransaction_HaveAnEntryEach()
    {
        var resources = Enumerable.Range(0, 1201).Select(i => $"departments/d{i}").ToArray();
        await ChangeAsync(Database, resources);
        Assert.Equal(resources.Order(StringComparer.Ordinal), (await UnsealedAsync()).Select(entry => entry.Resource).Order(StringComparer.Ordinal));
    }

    [DatabaseTheory]
    [InlineData("部门/𠮷野家", "部门/𠮷野家")]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("trailing  ", "trailing")]
    [InlineData("", "")]
    public async Task Changed_OfAnyName_IsStoredAsItIsReadAgain(string name, string stored)
    {
        await ChangeAsync(Database, name);
        Assert.Equal(stored, Assert.Single(await UnsealedAsync()).Resource);
    }

    [DatabaseFact]
    public async Task Changed_OfHalfASurrogatePair_IsStoredAsItIsReadAgain()
    {
        await ChangeAsync(Database, $"a{(char)0xD842}");
        Assert.Equal("a\uFFFD", Assert.Single(await UnsealedAsync()).Resource);
    }

    [DatabaseFact]
    public async Task RefusedAsync_WithTooLongTexts_CutsThemAtTheColumns()
    {
        var huge = new string('荔', 399) + "𠮷" + new string('湾', 10_000);
        var call = Call with { Caller = Call.Caller with { Subject = huge, OnBehalfOf = huge }, Method = huge, RequestId = huge, Address = huge };
        await Trail().RefusedAsync(call, huge, huge);

        var entry = Assert.Single(await UnsealedAsync());
        // Not with half of the pair that would not fit.
        Assert.Equal(new string('荔', 399), entry.Resource);
        Assert.Equal(
            (200, 200, 200, 36, 100, 100),
            (entry.Caller.Length, entry.OnBehalfOf.Length, entry.Method.Length, entry.RequestId.Length, entry.Address.Length, entry.Outcome.Length));
    }

    [DatabaseFact]
    public async Task RefusedAsync_HasTheReasonAsItsOutcome()
    {
        await Trail().RefusedAsync(Call, "departments/../etc", "PERMISSION_DENIED");
        var entry = Assert.Single(await UnsealedAsync());
        Assert.Equal(("departments/../etc", "", "", "PERMISSION_DENIED", "张三"), (entry.Resource, entry.EtagBefore, entry.EtagAfter, entry.Outcome, entry.Caller));
        Assert.Null(CurrentCall.Value);
    }

    [DatabaseFact]
    public async Task RefusedAsync_WithoutItsTable_OnlyLogs()
    {
        await Run("DROP TABLE audit_entry");
        using var logs = new RecordedLogs();
        using var loggers = new LoggerFactory([logs.ForHost()]);
        await Trail(loggers.CreateLogger<AuditTrail>()).RefusedAsync(Call, "departments/npc-office", "PERMISSION_DENIED");
        var entry = Assert.Single(logs.Entries);
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.Contains("张三 called /liwan.test.v1.TestService/Change and was answered PERMISSION_DENIED", entry.Text, StringComparison.Ordinal);
    }

    [DatabaseFact]
    public async Task Unauthenticated_IsCountedByMethodAndNotStored()
    {
        var counted = new List<(long, object?)>();
        using var listener = new MeterListener();
        var trail = Trail();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == TelemetryNames.UnauthenticatedCalls)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Add((value, tags[0].Value)));
        listener.Start();
        var method = $"/liwan.test.v1.TestService/{Guid.NewGuid():N}";
        trail.Unauthenticated(method);
        Assert.Contains((1L, (object?)method), counted);
        Assert.Empty(await UnsealedAsync());
    }

    private AuditTrail Trail(ILogger<AuditTrail>? logger = null)
    {
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        return new AuditTrail(Database, services.GetRequiredService<IMeterFactory>(), logger ?? NullLogger<AuditTrail>.Instance);
    }
}

public sealed class AuditEntryTestsOnSqlite() : AuditEntryTests(new OnSqlite());

[SqlServer]
public sealed class AuditEntryTestsOnSqlServer() : AuditEntryTests(new OnSqlServer());
