using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Liwan.Api.Tests.Hostile;

/// <summary>Values that are legal on the wire and that no honest client sends.</summary>
internal sealed class HostileValues(Random random)
{
    /// <summary>Stands in a text where the wire is to hold bytes that are no UTF-8; as long as they are.</summary>
    public const string BrokenTextMark = "\u0001BROKEN-UTF8\u0001";

    private static readonly string[] Texts =
    [
        "", " ", "\t", "\0", "a\0b", "\u0001\u0002\u001b[31m", "\r", "\r\n", "\u007f", "\u0085", "\u2028", "\u200b", "\u202e对调", "\uffff", "\ufffe", "\ufeff", "e\u0301",
        "𠮷", "👩‍👩‍👧‍👦", "合计", "合 计", "'; DROP TABLE budget; --", "' OR '1'='1", "\" OR 1=1 --", "'); DELETE FROM report; --", "1; SHUTDOWN", "N'x'", "@p0", "{0}", "{field}",
        "%", "_", "[a-z]", "\\", "${jndi:ldap://x}", "%s%n%x", "<script>alert(1)</script>", "../../../etc/passwd", "*", "-", "/", "//", "departments", "departments/",
        "departments/-", "departments/--", "departments/npc-office/", "departments/npc-office/budgets", "departments/npc-office/budgets/2021/", "departments/NPC-OFFICE/budgets/2021",
        "departments/npc-office/budgets/02021", "departments/npc-office/budgets/２０２１", "departments/npc-office/budgets/-2021", "departments/npc-office/budgets/99999999999999999999",
        "departments/npc-office/reports/2021/revisions/0", "departments/npc-office/reports/2021/revisions/-1", "departments/npc-office/reports/2021/revisions/2147483648",
        "departments/npc-office/reports/2021/revisions/", "departments/npc-office/reports/2021/revisions/draft/", "rounds/2021/filings/-", "rounds/-/filings/npc-office", "rounds/2021",
        "departments/-/reports/2021", "departments/-/budgets/-", "1999", "2100", "0", "-1", "2021 ", "２０２１", "2021.0", "0x7e5", "1e3", "NaN", "null", "undefined", "true",
        "00000000-0000-0000-0000-000000000000", "0f8fad5b-d9cb-469f-a165-70867728950e", "0F8FAD5B-D9CB-469F-A165-70867728950E", "{0f8fad5b-d9cb-469f-a165-70867728950e}", "0f8fad5bd9cb469fa16570867728950e",
        "AAAAAAAAAAAAAAAAAAAAAAAA", "eyJhIjoxfQ", "====", "W10", "....", "a.b.c.d", "a.b", "a..b", ".", "funding_rows.source", "fundingRows", "name", "etag", "create_time", "tasks.indicators",
        "name = 'x'", "name = \"x\" OR 1 = 1", "year > 2020 AND", "((((((((((", "NOT NOT NOT x", "a:b", "-a", "a = \"\\\"", "\"", "'", "year = 99999999999999999999", "update_time > \"nonsense\"",
        "name desc", "name asc, name desc", "year desc; DROP TABLE x", "nonsense", ",", "name,,year", "name DESC NULLS FIRST", "91440103MB2D21487A", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    ];

    private static readonly long[] Numbers =
    [
        0, 1, -1, 2, 50, 51, 100, 101, 1000, 1001, 9999, 10_000_000, 999_999_999, 1_000_000_000, -1_000_000_000, int.MaxValue, int.MinValue, int.MaxValue + 1L, 10_000_000_000_000, -10_000_000_000_000,
        10_000_000_000_001, 253_402_300_799, 253_402_300_800, -62_135_596_801, long.MaxValue, long.MinValue, long.MaxValue / 100, 1L << 53,
    ];

    private static readonly double[] Fractions = [0, -0.0, 0.1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue];

    /// <summary>One value for a field of any kind but a message.</summary>
    public object Of(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => Text(),
        FieldType.Bytes => ByteString.CopyFrom(SomeBytes(random.Next(200))),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Enum => random.Next(3) == 0 ? (int)Number() : random.Next(-1, 12),
        FieldType.Double => Fractions[random.Next(Fractions.Length)],
        FieldType.Float => (float)Fractions[random.Next(Fractions.Length)],
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Number(),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)Number(),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)Number(),
        _ => (int)Number(),
    };

    public string Text() => random.Next(12) switch
    {
        0 => Long(),
        1 => BrokenTextMark,
        2 => Texts[random.Next(Texts.Length)] + Texts[random.Next(Texts.Length)],
        3 => Noise(random.Next(1, 40)),
        _ => Texts[random.Next(Texts.Length)],
    };

    public byte[] SomeBytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private long Number() => random.Next(4) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : Numbers[random.Next(Numbers.Length)];

    private string Long()
    {
        int[] lengths = [199, 200, 201, 500, 2000, 2001, 20_000, 20_001, 100_000];
        var length = random.Next(40) == 0 ? 1_000_000 : lengths[random.Next(lengths.Length)];
        var unit = new[] { "x", "预", "𠮷", "%", "'", "/", "(" }[random.Next(7)];
        return string.Concat(Enumerable.Repeat(unit, length));
    }

    // Any code points but halves of a pair, which protobuf cannot write.
    private string Noise(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            var code = random.Next(3) switch { 0 => random.Next(0x80), 1 => random.Next(0x3000, 0xA000), _ => random.Next(0x110000) };
            text.Append(Rune.IsValid(code) ? new Rune(code).ToString() : "?");
        }

        return text.ToString();
    }
}
