using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Liwan.Budgets;
using Liwan.Budgets.V1;
using Liwan.Testing;

namespace Liwan.Attack.Tests.Load;

/// <summary>Calls that would take for ever, since the service below never answers.</summary>
public sealed class DeadlineTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(600)]
    public async Task Call_ThatTakesLongerThanTheServiceAllows_IsBrokenOffAndSaysSo(int? secondsOfCaller)
    {
        using var databases = new OnSqlite();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var budgets = await ServiceHost.StartAsync(
            "budgets",
            BudgetsApp.Build,
            databases["budgets"],
            $"--services:departments:grpc:0=http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}",
            "--Liwan:Limits:DefaultDeadline=00:00:01",
            "--Liwan:Limits:LongestDeadline=00:00:01");
        var request = new CreateBudgetRequest { Parent = "departments/npc-office", BudgetId = "2021", Budget = new Budget() };
        var deadline = secondsOfCaller is { } seconds ? DateTime.UtcNow.AddSeconds(seconds) : (DateTime?)null;

        var error = await RpcError.OfAsync(() => new BudgetService.BudgetServiceClient(budgets.Channel).CreateBudgetAsync(request, deadline: deadline));

        Assert.Equal((StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED", "00:00:01"), (error.Code, error.Reason, error.Metadata["limit"]));
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await budgets.Http.PostAsync("/v1/departments/npc-office/budgets?budget_id=2021", body);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Contains("\"DEADLINE_EXCEEDED\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatLastsLongerThanAnyDeadline_GoesOn()
    {
        await using var service = await AttackedService.StartAsync("--Liwan:Limits:DefaultDeadline=00:00:01", "--Liwan:Limits:LongestDeadline=00:00:01", "--Liwan:Limits:UploadTime=00:00:01");
        using var import = service.As("caller").ImportDepartments();
        await import.RequestStream.WriteAsync(new Departments.V1.ImportDepartmentsRequest { Settings = NewImport.Settings() });
        Assert.True(await import.ResponseStream.MoveNext(CancellationToken.None));

        // Longer than all of them together; there is nothing else to wait for.
        await Task.Delay(TimeSpan.FromSeconds(3));

        await import.RequestStream.CompleteAsync();
        while (await import.ResponseStream.MoveNext(CancellationToken.None))
        {
        }

        Assert.Equal(StatusCode.OK, import.GetStatus().StatusCode);
    }
}
