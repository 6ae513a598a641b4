using System.Collections.Frozen;
using Liwan.Access.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.Storage.Audit;
using Liwan.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Liwan.Storage.Tests.Audit;

/// <summary>A test of the audit trail, with a caller of its own.</summary>
public abstract class AuditTest(TestDatabases databases) : StorageTest(databases)
{
    protected static CurrentCall Call { get; } = new()
    {
        Caller = new Caller { Subject = "张三", OnBehalfOf = "李四", Roles = new[] { Role.Clerk }.ToFrozenSet() },
        Method = "/liwan.test.v1.TestService/Change",
        RequestId = "6f2b3f0e-6f0a-4a5e-9d5b-2c7a7a1f3d10",
        Address = "ipv4:127.0.0.1:4711",
    };

    /// <summary>Changes resources in one transaction.</summary>
    protected static async Task ChangeAsync(Database database, params string[] resources)
    {
        using var call = CurrentCall.Enter(Call);
        await database.WriteAsync(
            async session =>
            {
                await IncrementAsync(session);
                foreach (var resource in resources)
                {
                    session.Changed(resource, "before", "after");
                }
            },
            CancellationToken.None);
    }

    protected static AuditSealer Sealer(Database database, ILogger<AuditSealer>? logger = null) =>
        new(database, TimeProvider.System, logger ?? NullLogger<AuditSealer>.Instance);

    /// <summary>What follows the seals of a chain, in its order.</summary>
    internal Task<IReadOnlyList<SealedEntry>> ReadAsync() =>
        Database.ReadSnapshotAsync(session => AuditTable.ReadAsync(session, 0, long.MaxValue, 10_000), default);

    internal Task<IReadOnlyList<AuditEntry>> UnsealedAsync() =>
        Database.ReadSnapshotAsync(session => AuditTable.FindUnsealedAsync(session, 10_000), default);

    internal Task<AuditChain> ChainAsync() => Database.ReadSnapshotAsync(AuditTable.FindChainAsync, default);

    /// <summary>Asserts that the seals follow one another from an anchor, each with its entry.</summary>
    internal static void AssertChain(AuditSeal anchor, IReadOnlyList<SealedEntry> seals)
    {
        var last = anchor;
        foreach (var (seal, entry) in seals)
        {
            Assert.NotNull(entry);
            last = last.Next(entry);
            Assert.Equal(last, seal);
        }
    }
}
