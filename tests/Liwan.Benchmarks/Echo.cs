using Grpc.Core;
using Grpc.Net.Client;
using Liwan.Budgets.V1;
using Liwan.TaskIndicators.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Benchmarks;

/// <summary>The reference of the reads: a bare gRPC server that answers the same messages from memory.</summary>
internal sealed class Echo : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Echo(WebApplication app)
    {
        _app = app;
        Channel = GrpcChannel.ForAddress(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public GrpcChannel Channel { get; }

    public static async Task<Echo> StartAsync(Budget budget, TaskPlan plan)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(budget).AddSingleton(plan);
        var app = builder.Build();
        app.MapGrpcService<BudgetEcho>();
        app.MapGrpcService<TaskPlanEcho>();
        await app.StartAsync();
        return new Echo(app);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class BudgetEcho(Budget budget) : BudgetService.BudgetServiceBase
    {
        public override Task<Budget> GetBudget(GetBudgetRequest request, ServerCallContext context) => Task.FromResult(budget);
    }

    private sealed class TaskPlanEcho(TaskPlan plan) : TaskPlanService.TaskPlanServiceBase
    {
        public override Task<TaskPlan> GetTaskPlan(GetTaskPlanRequest request, ServerCallContext context) => Task.FromResult(plan);
    }
}
