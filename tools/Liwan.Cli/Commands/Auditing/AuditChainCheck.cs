using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Liwan.Audit.V1;
using Liwan.Cli.Output;

namespace Liwan.Cli.Commands.Auditing;

/// <summary>What can be wrong with an audit trail.</summary>
internal enum AuditProblemKind
{
    /// <summary>An entry is not the one that was sealed, or its seal is not the one that was made.</summary>
    Altered,

    /// <summary>An entry that was sealed is gone.</summary>
    EntryMissing,

    /// <summary>Seals are gone between two others, or at the beginning.</summary>
    Gap,

    /// <summary>The chain ends before where it is said to end, or elsewhere.</summary>
    TailMissing,

    /// <summary>An entry has no seal, though it is old enough for one.</summary>
    Unsealed,
}

/// <summary>
/// Verifies an audit trail as it is exported, by what docs/audit.md says of it and nothing else: an implementation of its
/// own, so that a mistake of the services would not be made here too.
/// </summary>
/// <param name="head">Where the service says that its chain begins and ends.</param>
internal sealed class AuditChainCheck(AuditHead head)
{
    // The services seal within a second, and after a pause of theirs within some.
    private static readonly TimeSpan LongestUnsealed = TimeSpan.FromMinutes(1);

    private readonly List<AuditProblem> _problems = [];
    private readonly HashSet<string> _hashes = new(StringComparer.Ordinal);
    private long _number = head.AnchorNumber;

    // Null: what came before is gone, so that nobody knows what the next hash must be.
    private string? _hash = head.AnchorHash;
    private string _last = head.AnchorHash;

    public long Entries { get; private set; }

    public long Pending { get; private set; }

    /// <summary>Takes the next message of the export.</summary>
    /// <param name="batch">The message.</param>
    /// <param name="wanted">Hashes that are to be found.</param>
    public void Take(ExportAuditEntriesResponse batch, IReadOnlySet<string> wanted)
    {
        foreach (var seal in batch.Seals)
        {
            Take(seal);
            if (wanted.Contains(seal.Hash))
            {
                _hashes.Add(seal.Hash);
            }
        }

        foreach (var entry in batch.UnsealedEntries)
        {
            if (batch.ResponseTime.ToDateTimeOffset() - entry.CreateTime.ToDateTimeOffset() > LongestUnsealed)
            {
                Add(AuditProblemKind.Unsealed, null, entry.Name, $"{Describe(entry)} 不在链中：封印已被删去，或记录是伪造的");
            }
            else
            {
                Pending++;
            }
        }
    }

    /// <summary>Ends the verification.</summary>
    /// <param name="service">Name of the service.</param>
    public AuditedChain Finish(string service)
    {
        if (_number < head.Number)
        {
            Add(AuditProblemKind.TailMissing, _number + 1, null, $"链尾缺失：服务报告的链尾是第 {head.Number} 号，实际只到第 {_number} 号");
        }

        return new AuditedChain(service, Entries, head.AnchorNumber, _number, _last, Pending, _problems);
    }

    /// <summary>Whether a wanted hash was in the chain, or is what it follows.</summary>
    public bool Has(string hash) => _hashes.Contains(hash) || head.AnchorHash == hash;

    private void Take(AuditSeal seal)
    {
        if (seal.Number != _number + 1)
        {
            var (first, last) = (_number + 1, seal.Number - 1);
            Add(AuditProblemKind.Gap, first, null, first == last ? $"第 {first} 号缺失" : $"第 {first} 号至第 {last} 号缺失");
            _hash = null;
        }

        if (seal.Entry is null)
        {
            Add(AuditProblemKind.EntryMissing, seal.Number, seal.AuditEntry, $"第 {seal.Number} 号的记录 {seal.AuditEntry} 已被删去");
        }
        else if (_hash is not null && Hash(_hash, seal.Number, seal.Entry) != seal.Hash)
        {
            Add(AuditProblemKind.Altered, seal.Number, seal.Entry.Name, $"第 {seal.Number} 号与封印不符，记录或封印被改动：{Describe(seal.Entry)}");
        }

        if (seal.Number == head.Number && seal.Hash != head.Hash)
        {
            Add(AuditProblemKind.TailMissing, seal.Number, seal.AuditEntry, $"第 {seal.Number} 号的哈希是 {seal.Hash}，与服务报告的链尾 {head.Hash} 不同");
        }

        // On from the stored hash: one alteration is one problem, not one of all that follow.
        (_number, _hash, _last) = (seal.Number, seal.Hash, seal.Hash);
        Entries++;
    }

    /// <summary>The hash of an entry: SHA-256 over the hash before it and its canonical form.</summary>
    public static string? Hash(string before, long number, AuditEntry entry)
    {
        if (before.Length != 64 || !before.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        using var form = new MemoryStream();
        form.Write(Convert.FromHexString(before));
        form.Write("liwan-audit-1\n"u8);
        string[] values =
        [
            number.ToString(CultureInfo.InvariantCulture),
            entry.Name.StartsWith("auditEntries/", StringComparison.Ordinal) ? entry.Name["auditEntries/".Length..] : entry.Name,
            Microseconds(entry.CreateTime),
            entry.Caller,
            entry.OnBehalfOf,
            entry.Method,
            entry.Resource,
            entry.EtagBefore,
            entry.EtagAfter,
            entry.RequestId,
            entry.TraceId,
            entry.Address,
            entry.Outcome,
        ];
        foreach (var value in values)
        {
            form.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(value)}:{value},")));
        }

        return Convert.ToHexStringLower(SHA256.HashData(form.ToArray()));
    }

    private static string Microseconds(Timestamp time) => ((time.Seconds * 1_000_000) + (time.Nanos / 1000)).ToString(CultureInfo.InvariantCulture);

    private static string Describe(AuditEntry entry) =>
        $"{entry.Name}（{OnLiwansClock(entry.CreateTime.ToDateTimeOffset())}，{entry.Caller}，{entry.Method}，{entry.Resource}，{entry.Outcome}）";

    private static string OnLiwansClock(DateTimeOffset time)
    {
        // What was tampered with may be the last moment of the calendar.
        var latest = DateTimeOffset.MaxValue.AddDays(-1);
        return (time < latest ? time : latest).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private void Add(AuditProblemKind kind, long? number, string? entry, string message) => _problems.Add(new AuditProblem(kind, number, entry, message));
}
