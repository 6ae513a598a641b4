using System.Net;
using Liwan.Departments;
using Liwan.Reports;
using Liwan.Testing;

namespace Liwan.Attack.Tests.Secrets;

/// <summary>What fails at start or on the way says so without the passwords and tokens that it holds.</summary>
public sealed class LogTests
{
    private const string Secret = "geheim-7f3a";

    [Fact]
    public async Task Database_ThatCannotBeOpened_IsReportedWithoutItsPassword()
    {
        using var databases = new OnSqlite();
        var unreachable = databases["departments"] with
        {
            Kind = "SqlServer",
            ConnectionString = $"Server=127.0.0.1,1;User Id=liwan;Password={Secret};Connect Timeout=1;Encrypt=false",
        };

        var failure = await Record.ExceptionAsync(() => ServiceHost.MigrateAsync("departments", DepartmentsApp.Build, unreachable));

        Assert.DoesNotContain(Secret, $"{failure}", StringComparison.Ordinal);
        await using var service = await ServiceHost.StartUnmigratedAsync("departments", DepartmentsApp.Build, unreachable);
        service.Logs.Announce(string.Empty);
        using var health = await service.Http.GetAsync("/health");
        using var answer = await service.Http.GetAsync("/v1/departments");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (health.StatusCode, answer.StatusCode));
        Assert.DoesNotContain(Secret, await health.Content.ReadAsStringAsync() + await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        AssertSilent(service, Secret);
    }

    [Fact]
    public async Task Broker_ThatDoesNotAnswer_IsReportedWithoutItsPassword()
    {
        using var databases = new OnSqlite();
        await using var reports = await ServiceHost.StartAsync(
            "reports", ReportsApp.Build, databases["reports"], $"--ConnectionStrings:messaging=amqp://liwan:{Secret}@127.0.0.1:1/", "--Logging:LogLevel:MassTransit=Debug");
        reports.Logs.Announce(string.Empty);

        await Wait.UntilAsync("something is said of the broker", () => reports.Logs.Entries.Any(entry => entry.Text.Contains("127.0.0.1:1", StringComparison.Ordinal) || entry.Text.Contains("broker", StringComparison.OrdinalIgnoreCase)));

        using var health = await reports.Http.GetAsync("/health");
        Assert.DoesNotContain(Secret, await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        AssertSilent(reports, Secret);
    }

    [Fact]
    public async Task BrokerAddress_ThatIsNone_IsRefusedWithoutItsPassword()
    {
        using var databases = new OnSqlite();
        var failure = await Record.ExceptionAsync(() => ServiceHost.StartAsync("reports", ReportsApp.Build, databases["reports"], $"--ConnectionStrings:messaging=http://liwan:{Secret}@broker/"));
        Assert.Contains("ConnectionStrings:messaging", failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, $"{failure}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_GoodOrBad_IsNeitherLoggedNorAnswered()
    {
        await using var service = await AttackedService.StartAsync();
        var good = AttackedService.TokenOf("zhang");
        var bad = TestTokens.Untrusted().Everybody;
        foreach (var token in new[] { good, bad })
        {
            using var http = service.Host.HttpAs(token);
            using var answer = await http.GetAsync("/v1/departments");
            Assert.DoesNotContain(token.Split('.')[2], await answer.Content.ReadAsStringAsync() + answer.Headers, StringComparison.Ordinal);
            AssertSilent(service.Host, token);
            AssertSilent(service.Host, token.Split('.')[2]);
        }
    }

    private static void AssertSilent(ServiceHost host, string secret) =>
        Assert.DoesNotContain(host.Logs.Entries, entry => entry.Text.Contains(secret, StringComparison.Ordinal));
}
