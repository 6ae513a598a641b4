using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Liwan.Access.V1;
using Liwan.Budgets.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cluster.Tests;

/// <summary>Somebody means harm to a running cluster, with its settings as they come; somebody else goes on working meanwhile.</summary>
[Collection(SharedCluster.Name)]
public sealed class AttackTests(ClusterFixture fixture)
{
    private const int IdleConnections = 1000;
    private const long MostGrowth = 300L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private TestTokens Tokens => new(fixture.Cluster.DataFile("signing-key.pem"));

    [RabbitMqFact]
    public async Task Flood_OfOneCaller_IsRefusedAndCostsNobodyElseACall()
    {
        await fixture.FileCopyAsync("flooded-office");
        var before = Memory("budgets");
        using var flood = Channel("budgets", Tokens.Of(Role.Clerk, "npc-office"));
        using var work = Channel("budgets", Tokens.Of(Role.Auditor));
        var (budgets, flooded) = (new BudgetService.BudgetServiceClient(work), new BudgetService.BudgetServiceClient(flood));
        var request = new GetBudgetRequest { Name = "departments/flooded-office/budgets/2021" };
        var foreign = new ListBudgetsRequest { Parent = "departments/npc-office", PageSize = 1 };
        var refused = 0;
        using var stop = new CancellationTokenSource();

        var attack = Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await flooded.ListBudgetsAsync(foreign);
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));
        // The flood is ten times what its share lets through when nine of ten calls are refused; a good while of that.
        for (var served = 0; served < 100 || Volatile.Read(ref refused) < 5000; served++)
        {
            Assert.Equal("departments/flooded-office/budgets/2021", (await budgets.GetBudgetAsync(request, deadline: DateTime.UtcNow + Patience)).Name);
        }

        await stop.CancelAsync();
        await attack;
        Assert.InRange(Memory("budgets") - before, long.MinValue, MostGrowth);
    }

    [RabbitMqFact]
    public async Task Connections_ThatAreIdle_KeepNobodyOut()
    {
        var before = Memory("budgets");
        var connections = new List<TcpClient>();
        try
        {
            foreach (var endpoint in new[] { Endpoint("budgets", "grpc"), Endpoint("budgets", "http") })
            {
                for (var i = 0; i < IdleConnections / 2; i++)
                {
                    var connection = new TcpClient();
                    connections.Add(connection);
                    await connection.ConnectAsync(endpoint.Host, endpoint.Port);
                }
            }

            using var work = Channel("budgets", Tokens.Of(Role.Auditor));
            Assert.NotNull(await new BudgetService.BudgetServiceClient(work).ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-", PageSize = 1 }));
            using var http = new HttpClient { BaseAddress = Endpoint("budgets", "http") };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
            Assert.InRange(Memory("budgets") - before, long.MinValue, MostGrowth);
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    [RabbitMqFact]
    public async Task Request_ThatIsForged_IsRefusedAndTheServiceGoesOn()
    {
        await fixture.FileCopyAsync("forged-office");
        using var channel = Channel("budgets", Tokens.Of(Role.Clerk, "forged-office"));
        var budgets = new BudgetService.BudgetServiceClient(channel);
        var budget = await budgets.GetBudgetAsync(new GetBudgetRequest { Name = "departments/forged-office/budgets/2021" });

        Assert.Equal("PAGE_TOKEN_INVALID", await ReasonAsync(() => budgets.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/forged-office", PageToken = "Zm9yZ2Vk" })));
        Assert.Equal("PERMISSION_DENIED", await ReasonAsync(() => budgets.GetBudgetAsync(new GetBudgetRequest { Name = "departments/npc-office/budgets/2021" })));
        Assert.Equal("NAME_MALFORMED", await ReasonAsync(() => budgets.GetBudgetAsync(new GetBudgetRequest { Name = "departments/forged-office/../npc-office/budgets/2021" })));
        Assert.Equal("NAME_MALFORMED", await ReasonAsync(() => budgets.GetBudgetAsync(new GetBudgetRequest { Name = "departments/forged-office' OR '1'='1/budgets/2021" })));
        var forged = budget.Clone();
        forged.Etag = "\"forged\"";
        Assert.Equal("ETAG_MISMATCH", await ReasonAsync(() => budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = forged })));
        using (var untrusted = Channel("budgets", TestTokens.Untrusted().Of(Role.Clerk, "forged-office")))
        {
            Assert.Equal("TOKEN_INVALID", await ReasonAsync(() => new BudgetService.BudgetServiceClient(untrusted).GetBudgetAsync(new GetBudgetRequest { Name = budget.Name })));
        }

        using var http = new HttpClient { BaseAddress = Endpoint("budgets", "http") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Tokens.Of(Role.Clerk, "forged-office"));
        using var deep = new StringContent($"{{\"fundingRows\":{new string('[', 100_000)}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PatchAsync(new Uri($"/v1/{budget.Name}", UriKind.Relative), deep)).StatusCode);
        // The service answers before it has read that, and the client is to hear the answer.
        http.DefaultRequestHeaders.ExpectContinue = true;
        using var large = new StringContent(new string(' ', 20 * 1024 * 1024), Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await http.PatchAsync(new Uri($"/v1/{budget.Name}", UriKind.Relative), large)).StatusCode);

        Assert.Equal(budget, await budgets.GetBudgetAsync(new GetBudgetRequest { Name = budget.Name }));
    }

    private static async Task<string> ReasonAsync<T>(Func<AsyncUnaryCall<T>> call) => (await RpcError.OfAsync(() => call())).Reason;

    private GrpcChannel Channel(string service, string token) => TestTokens.Channel(Endpoint(service, "grpc"), token);

    private Uri Endpoint(string service, string name) => fixture.Cluster.Endpoint(service, name);

    private long Memory(string service)
    {
        using var process = Process.GetProcessById(fixture.Cluster.Pid(service));
        return process.WorkingSet64;
    }
}
