using FsCheck;
using FsCheck.Fluent;
using Liwan.ServiceDefaults.Errors;
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
}

public sealed class PagingOnSqlite() : PagingTests(new OnSqlite());

[SqlServer]
public sealed class PagingOnSqlServer() : PagingTests(new OnSqlServer());
