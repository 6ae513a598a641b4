using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Testing;

namespace Liwan.Api.Tests.Access;

/// <summary>A token that expires while it is in use.</summary>
public sealed class TokenLifeTests(RunningSuite suite) : IClassFixture<RunningSuite>
{
    [Fact]
    public async Task Import_ThatOutlivesItsToken_EndsUnauthenticatedAndKeepsWhatWasAnswered()
    {
        using var channel = suite["liwan.budgets.v1"].ChannelAs(ShortToken());
        var settings = NewImport.Settings();
        using var import = new ImportDialogue<ImportBudgetsRequest>(new BudgetService.BudgetServiceClient(channel).ImportBudgets());
        await import.SendAsync(new ImportBudgetsRequest
        {
            Settings = settings,
            Items = { new ImportBudgetsRequest.Types.Item { Index = 0, Budget = new Budget { Name = "departments/npc-office/budgets/2040" } } },
        });
        await import.ReachAsync();
        await import.NextAsync();

        // Nothing is sent any more; the stream ends all the same.
        var error = await RpcError.OfAsync(() => import.NextAsync());

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_EXPIRED"), (error.Code, error.Reason));
        Assert.Equal(ImportOutcome.Types.Result.Created, Assert.Single(import.Outcomes).Result);
        Assert.Equal(
            "departments/npc-office/budgets/2040",
            (await new BudgetService.BudgetServiceClient(suite["liwan.budgets.v1"].Channel).GetBudgetAsync(new GetBudgetRequest { Name = "departments/npc-office/budgets/2040" })).Name);
    }

    [Fact]
    public async Task Token_ThatWasGoodAMomentAgo_IsRefusedOnceItHasExpired()
    {
        using var channel = suite["liwan.budgets.v1"].ChannelAs(ShortToken());
        var budgets = new BudgetService.BudgetServiceClient(channel);
        var request = new GetBudgetRequest { Name = "departments/npc-office/budgets/2021" };
        await budgets.GetBudgetAsync(request);

        RpcError? error = null;
        await Wait.UntilAsync("the token is refused", async () =>
        {
            try
            {
                await budgets.GetBudgetAsync(request);
                return false;
            }
            catch (RpcException)
            {
                error = await RpcError.OfAsync(() => budgets.GetBudgetAsync(request));
                return true;
            }
        });

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_EXPIRED"), (error!.Code, error.Reason));
    }

    // Long enough to be let in on a machine that stands still for a while.
    private static string ShortToken() => TestTokens.Trusted.Mint(new TokenClaims
    {
        Subject = "short",
        Roles = [Role.Clerk],
        Departments = ["npc-office"],
        ExpireTime = DateTimeOffset.UtcNow.AddSeconds(5),
    });
}
