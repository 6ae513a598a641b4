using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Liwan.Budgets;
using Liwan.Budgets.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.Benchmarks;

/// <summary>What authentication, authorisation and the audit trail cost: the same service with and without them, side by side.</summary>
internal static class AccessCost
{
    private const int Budgets = 64;

    public static async Task RunAsync(ResultTable results)
    {
        using var databases = new OnSqlite();
        await using var departments = await Service.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        await using var on = await Service.StartAsync("budgets", BudgetsApp.Build, databases["budgets"], departments);
        using var others = new OnSqlite();
        await using var off = await Service.StartAsync("budgets", args => BudgetsApp.Build(args, Open), others["budgets"], departments);
        off.Database.IsAudited = false;
        await new DepartmentService.DepartmentServiceClient(departments.Channel).CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "npc-office",
            Department = new Department { OfficialNames = { new OfficialName { Text = "荔湾区人大常委会办公室" } } },
        });
        var (guarded, open) = (new BudgetService.BudgetServiceClient(on.Channel), new BudgetService.BudgetServiceClient(off.Channel));
        foreach (var client in new[] { guarded, open })
        {
            for (var i = 0; i < Budgets; i++)
            {
                await client.CreateBudgetAsync(new CreateBudgetRequest { Parent = "departments/npc-office", BudgetId = $"{2000 + i}", Budget = Reads.SampleBudget() });
            }
        }

        results.Add(
            "GetBudget, authenticated and authorised",
            "the same service without",
            await Load.CompareAsync(i => GetAsync(guarded, i), i => GetAsync(open, i)),
            0.85);
        results.Add(
            "UpdateBudget, authenticated, authorised and audited",
            "the same service without",
            await Load.CompareAsync(i => UpdateAsync(guarded, i), i => UpdateAsync(open, i)),
            0.85);
    }

    private static Task<Budget> GetAsync(BudgetService.BudgetServiceClient client, int i) =>
        client.GetBudgetAsync(new GetBudgetRequest { Name = Name(i) }).ResponseAsync;

    private static Task<Budget> UpdateAsync(BudgetService.BudgetServiceClient client, int i)
    {
        var budget = Reads.SampleBudget();
        budget.Name = Name(i);
        budget.FundingRows[0].ActualExpenditure.Units = i;
        return client.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = budget }).ResponseAsync;
    }

    private static string Name(int i) => $"departments/npc-office/budgets/{2000 + (i % Budgets)}";

    private static void Open(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder) => builder.Services.PostConfigure<GrpcServiceOptions>(options =>
    {
        foreach (var guard in options.Interceptors.Where(interceptor => interceptor.Type.Name is "AccessInterceptor" or "AuditInterceptor").ToList())
        {
            options.Interceptors.Remove(guard);
        }

        options.Interceptors.Add<Anybody>();
    });

    // Changes must have a name; here it is always the same.
    private sealed class Anybody : Interceptor
    {
        private static readonly Caller Name = Caller.Service("benchmark");

        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            using (CurrentCall.Enter(new CurrentCall { Caller = Name, Method = context.Method }))
            {
                return await continuation(request, context);
            }
        }
    }
}
