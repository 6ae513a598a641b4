using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.Storage.Audit;

namespace Liwan.Storage.Tests.Audit;

public sealed class CanonicalFormTests
{
    private static readonly AuditEntry Entry = new()
    {
        EntryId = "0192f0c4-7d1e-7c3a-9b1d-3f5a6b7c8d9e",
        CreateTime = 1_646_100_000_123_456,
        Caller = "张三",
        OnBehalfOf = "",
        Method = "/liwan.budgets.v1.BudgetService/CreateBudget",
        Resource = "departments/npc-office/budgets/2021",
        EtagBefore = "",
        EtagAfter = "abc",
        RequestId = "",
        TraceId = "0af7651916cd43dd8448eb211c80319c",
        Address = "ipv4:127.0.0.1:4711",
        Outcome = "OK",
    };

    [Fact]
    public void Canonical_IsTheFormThatTheDocumentationPromises() => Assert.Equal(
        "liwan-audit-1\n1:7,36:0192f0c4-7d1e-7c3a-9b1d-3f5a6b7c8d9e,16:1646100000123456,6:张三,0:,44:/liwan.budgets.v1.BudgetService/CreateBudget,"
        + "35:departments/npc-office/budgets/2021,0:,3:abc,0:,32:0af7651916cd43dd8448eb211c80319c,19:ipv4:127.0.0.1:4711,2:OK,",
        Encoding.UTF8.GetString(AuditSeal.Canonical(7, Entry)));

    [Fact]
    public void Next_IsTheHashOfAReleasedVersion() => Assert.Equal(
        "b56fff98c85f2152fe0db1efc38a4870471ca907f32a809aad03421c18f98942",
        AuditSeal.Start.Next(Entry).Hash);

    /// <summary>Texts that look like the form itself are what could be mistaken for it.</summary>
    [Property(MaxTest = 2000)]
    public Property Canonical_OfTwoEntries_IsTheSameOnlyIfTheyAreTheSame()
    {
        var text = Gen.Elements("", ",", ":", "0:", "1:,", "2:OK,", "\n", "张", "a", "1", "3:a,b").ArrayOf().Select(string.Concat).Resize(3);
        var entry =
            from texts in text.ArrayOf(10)
            from number in Gen.Choose(0, 12)
            from time in Gen.Choose(-2, 12)
            select (Number: (long)number, Entry: new AuditEntry
            {
                EntryId = texts[0],
                CreateTime = time,
                Caller = texts[1],
                OnBehalfOf = texts[2],
                Method = texts[3],
                Resource = texts[4],
                EtagBefore = texts[5],
                EtagAfter = texts[6],
                RequestId = texts[7],
                TraceId = texts[8],
                Address = texts[9],
                Outcome = "OK",
            });
        return Prop.ForAll(
            Arb.From(from one in entry from other in entry select (one, other)),
            pair =>
            {
                var (one, other) = pair;
                Assert.Equal(Values(one.Number, one.Entry), Read(AuditSeal.Canonical(one.Number, one.Entry)));
                Assert.Equal(
                    one == other,
                    AuditSeal.Canonical(one.Number, one.Entry).AsSpan().SequenceEqual(AuditSeal.Canonical(other.Number, other.Entry)));
            });
    }

    /// <summary>Any text comes out of the column's length as one that UTF-8 can carry, and is cut nowhere else.</summary>
    [Property(MaxTest = 2000)]
    public void Fit_OfAnyText_IsShortEnoughAndWhole(string? given, byte limit)
    {
        var text = given ?? "";
        var fitting = AuditText.Fit(text, limit);
        Assert.True(fitting.Length <= limit);
        Assert.Equal(fitting, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(fitting)));
        Assert.DoesNotContain('\0', fitting);
        Assert.Equal(fitting, AuditText.Fit(fitting, limit));
        if (text.Length <= limit && text.All(letter => letter is > ' ' and < '\uD800'))
        {
            Assert.Equal(text, fitting);
        }
    }

    private static string[] Values(long number, AuditEntry entry) =>
    [
        $"{number}", entry.EntryId, $"{entry.CreateTime}", entry.Caller, entry.OnBehalfOf, entry.Method, entry.Resource, entry.EtagBefore,
        entry.EtagAfter, entry.RequestId, entry.TraceId, entry.Address, entry.Outcome,
    ];

    // As somebody would read it who has only the documentation.
    private static List<string> Read(byte[] form)
    {
        var values = new List<string>();
        var rest = form.AsSpan("liwan-audit-1\n"u8.Length);
        while (rest.Length > 0)
        {
            var colon = rest.IndexOf((byte)':');
            var length = int.Parse(Encoding.ASCII.GetString(rest[..colon]), System.Globalization.CultureInfo.InvariantCulture);
            values.Add(Encoding.UTF8.GetString(rest.Slice(colon + 1, length)));
            Assert.Equal((byte)',', rest[colon + 1 + length]);
            rest = rest[(colon + length + 2)..];
        }

        return values;
    }
}
