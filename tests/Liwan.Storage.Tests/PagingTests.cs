using FsCheck;
using FsCheck.Fluent;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Paging;
using Liwan.Testing;

namespace Liwan.Storage.Tests;

public abstract class PagingTests(TestDatabases databases) : StorageTest(databases)
{
    private const string Binding = "/liwan.test.v1.TestService/List departments/-";

    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(50).WithReplay(20210001, 440103);

    private PageTokens Tokens => new(Database);

    [DatabaseFact]
    public void Tokens_OfAnyKey_GiveItBackToTheSameRequestOnly() => Check.One(Fixed, Prop.ForAll((NonNull<string>[] key) =>
    {
        string[] after = [.. key.Select(part => new string([.. part.Get.Where(character => !char.IsSurrogate(character))]))];
        var token = Tokens.ProtectAsync(Binding, after, default).GetAwaiter().GetResult();
        Assert.Equal(after, new PageTokens(Open()).UnprotectAsync(Binding, token, default).GetAwaiter().GetResult());
        Assert.Throws<ServiceException>(() => Tokens.UnprotectAsync($"{Binding}x", token, default).GetAwaiter().GetResult());
    }));

    [DatabaseFact]
    public async Task Tokens_ChangedInAnyPlace_AreRefused()
    {
        var token = await Tokens.ProtectAsync(Binding, ["npc-office", "2021"], default);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            await RefusedAsync(changed);
            await RefusedAsync(token[..i] + token[(i + 1)..]);
        }

        await RefusedAsync(new string('A', 5000));
        await RefusedAsync("页");
        Assert.Null(await Tokens.UnprotectAsync(Binding, "", default));
    }

    [DatabaseFact]
    public async Task Tokens_OfReplicasThatStartTogether_AreSignedAlike()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await new PageTokens(Open()).ProtectAsync(Binding, ["a"], default)));
        Assert.Single(tokens.Distinct());
    }

    [DatabaseFact]
    public void Windows_OfAnyTable_GiveEachRowOnceInOrderPageByPage() => Check.One(Fixed, Prop.ForAll(Tables.Keys().Generator.ArrayOf().ToArbitrary(), Tables.Sizes(), (rows, size) =>
    {
        rows = [.. rows.Distinct()];
        Run("DROP TABLE IF EXISTS thing").GetAwaiter().GetResult();
        Run($"CREATE TABLE thing (department {Text} NOT NULL, year INTEGER NOT NULL, PRIMARY KEY (department, year))").GetAwaiter().GetResult();
        Run("INSERT INTO thing (department, year) VALUES (@Department, @Year)", rows).GetAwaiter().GetResult();
        foreach (var department in rows.Select(row => row.Department).Distinct().Append(null))
        {
            var seen = new List<DepartmentYear>();
            IReadOnlyList<string>? after = null;
            bool more;
            do
            {
                var page = FetchAsync(new DepartmentYearWindow(department, after, size)).GetAwaiter().GetResult();
                Assert.InRange(page.Rows.Count, rows.Length == 0 ? 0 : 1, size);
                // The range of a page holds its rows and no others.
                Assert.Equal(page.Rows, page.Rows.Count == 0 ? [] : FetchAsync(new DepartmentYearRange(page.Rows[0], page.Rows[^1])).GetAwaiter().GetResult());
                seen.AddRange(page.Rows);
                after = page.HasMore ? DepartmentYearWindow.KeyOf(page.Rows[^1]) : null;
                more = page.HasMore;
            }
            while (more);

            Assert.Equal(
                rows.Where(row => department is null || row.Department == department).OrderBy(row => row.Department, StringComparer.Ordinal).ThenBy(row => row.Year),
                seen);
        }
    }));

    [DatabaseTheory]
    [InlineData(new long[] { 1, 1, 1 }, 2, 2, true)]
    [InlineData(new long[] { 1, 1 }, 2, 2, false)]
    [InlineData(new long[] { }, 2, 0, false)]
    [InlineData(new long[] { 4_000_000, 1 }, 2, 1, true)]
    [InlineData(new long[] { 3_145_727, 1, 1 }, 50, 2, true)]
    [InlineData(new long[] { 1_000_000, 1_000_000, 1_000_000, 1_000_000 }, 50, 3, true)]
    public void Cut_KeepsWhatFitsAndAtLeastOne(long[] bytes, int size, int kept, bool more)
    {
        var page = Page.Cut(bytes, size, row => row);
        Assert.Equal(bytes.Take(kept), page.Rows);
        Assert.Equal(more, page.HasMore);
    }

    [DatabaseTheory]
    [InlineData(0, 1000, 50)]
    [InlineData(0, 20, 20)]
    [InlineData(1, 1000, 1)]
    [InlineData(1001, 1000, 1000)]
    public void Sizes_FollowAip158(int requested, int most, int expected) => Assert.Equal(expected, PageSizes.Resolve(requested, most));

    private async Task RefusedAsync(string token)
    {
        var error = await Assert.ThrowsAsync<ServiceException>(() => Tokens.UnprotectAsync(Binding, token, default));
        Assert.Equal(ErrorCatalogue.PageTokenInvalid, error.Definition);
    }

    private Task<Page<DepartmentYear>> FetchAsync(DepartmentYearWindow window) => Database.ReadAsync(
        async session => Page.Cut(
            Keys(await session.QueryAsync<Row>(
                $"SELECT department AS {nameof(Row.Department)}, year AS {nameof(Row.Year)} FROM thing WHERE {DepartmentYearWindow.Condition} ORDER BY department, year {session.Dialect.First(nameof(window.Take))}", window)),
            window.Size),
        default);

    private Task<IReadOnlyList<DepartmentYear>> FetchAsync(DepartmentYearRange range) => Database.ReadAsync(
        async session => Keys(await session.QueryAsync<Row>(
            $"SELECT department AS {nameof(Row.Department)}, year AS {nameof(Row.Year)} FROM thing WHERE {DepartmentYearRange.Condition} ORDER BY department, year", range)),
        default);

    private static IReadOnlyList<DepartmentYear> Keys(IReadOnlyList<Row> rows) => [.. rows.Select(row => new DepartmentYear(row.Department, row.Year))];

    private sealed record Row
    {
        public required string Department { get; init; }

        public required int Year { get; init; }
    }

    public static class Tables
    {
        // Ids that are prefixes of each other, and the last character that an id may hold.
        public static Arbitrary<DepartmentYear> Keys() =>
            (from department in Gen.Elements("aa", "aa-", "aa-b", "aab", "ab", "a0", "zz", string.Concat(Enumerable.Repeat("z", 63)))
             from year in Gen.Elements(2000, 2001, 2050, 2098, 2099)
             select new DepartmentYear(department, year)).ToArbitrary();

        public static Arbitrary<int> Sizes() => Gen.Choose(1, 9).ToArbitrary();
    }
}

public sealed class PagingOnSqlite() : PagingTests(new OnSqlite());

[SqlServer]
public sealed class PagingOnSqlServer() : PagingTests(new OnSqlServer());
