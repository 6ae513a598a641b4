using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Liwan.Storage.Audit;

/// <summary>A place in the chain.</summary>
internal sealed record AuditSeal
{
    /// <summary>What the first seal follows.</summary>
    public static readonly AuditSeal Start = new() { SealNumber = 0, EntryId = string.Empty, Hash = new string('0', 64) };

    public required long SealNumber { get; init; }

    public required string EntryId { get; init; }

    /// <summary>SHA-256 in lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Seals the entry that follows.</summary>
    public AuditSeal Next(AuditEntry entry)
    {
        var number = SealNumber + 1;
        var hash = SHA256.HashData([.. Convert.FromHexString(Hash), .. Canonical(number, entry)]);
        return new AuditSeal { SealNumber = number, EntryId = entry.EntryId, Hash = Convert.ToHexStringLower(hash) };
    }

    /// <summary>
    /// The canonical form of an entry under its number: the name of the form, then each value as a netstring (length of
    /// its UTF-8 in decimal digits, <c>:</c>, the UTF-8, <c>,</c>), so that no two entries share one.
    /// </summary>
    public static byte[] Canonical(long number, AuditEntry entry)
    {
        var bytes = new List<byte>(600);
        bytes.AddRange("liwan-audit-1\n"u8);
        Append(number.ToString(CultureInfo.InvariantCulture));
        Append(entry.EntryId);
        Append(entry.CreateTime.ToString(CultureInfo.InvariantCulture));
        Append(entry.Caller);
        Append(entry.OnBehalfOf);
        Append(entry.Method);
        Append(entry.Resource);
        Append(entry.EtagBefore);
        Append(entry.EtagAfter);
        Append(entry.RequestId);
        Append(entry.TraceId);
        Append(entry.Address);
        Append(entry.Outcome);
        return [.. bytes];

        void Append(string value)
        {
            var utf8 = Encoding.UTF8.GetBytes(value);
            bytes.AddRange(Encoding.ASCII.GetBytes(utf8.Length.ToString(CultureInfo.InvariantCulture)));
            bytes.Add((byte)':');
            bytes.AddRange(utf8);
            bytes.Add((byte)',');
        }
    }
}
