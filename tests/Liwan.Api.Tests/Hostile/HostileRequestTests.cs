using System.Text;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Liwan.ApiDocs.Contracts;
using Liwan.Bulk.V1;
using Liwan.Events.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Xunit.Abstractions;
using Status = Google.Rpc.Status;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Api.Tests.Hostile;

/// <summary>
/// Random and hostile requests against every method: each is answered OK or with an error that docs/api.md has for the
/// method, and an error leaves the data as it was. The seed is fixed; a failure names the request, as base64.
/// </summary>
public sealed class HostileRequestTests(RunningSuite suite, ITestOutputHelper output) : IClassFixture<RunningSuite>, IDisposable
{
    private const int MostAttempts = 5;
    private const int CallsOfAConnection = 100;
    private const int Seed = 20260101;
    private static readonly int Requests = Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 10_000 : 200;
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // What the services do on their own shows in the databases as well; it has settled when nothing moves for so long.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(700);

    private static readonly Dictionary<string, ContractMethod> Contracts = ContractSet.Load().Methods.ToDictionary(method => method.FullName, StringComparer.Ordinal);
    private static int _case;
    private GrpcChannel? _connection;
    private int _calls;

    public void Dispose() => NewConnection();

    public static TheoryData<string> Methods => [.. RawMethod.All.Select(method => method.ToString())];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Requests_RandomAndHostile_AreAnsweredAsDocumentedAndErrorsChangeNothing(string name)
    {
        var method = RawMethod.All.Single(candidate => candidate.ToString() == name);
        var contract = Contracts[$"{method.Descriptor.Service.FullName}/{method.Descriptor.Name}"];
        var documented = MethodErrors.Of(contract).Where(entry => entry.Status != StatusCode.Internal).ToDictionary(entry => entry.Reason, entry => entry.Status);
        var department = $"case-{Interlocked.Increment(ref _case)}";
        await suite.EnterAsync(department, 2021, 2022, 2023, 2024);
        if (method.Descriptor.Name == "ScoreTaskPlan")
        {
            await WeighAsync(department, 2021, 2022, 2023, 2024);
        }

        await SubmitAsync(department, 2023, 2024);
        await BringAsync(method, department, 2023, 2024);
        var seed = Seed + StableHash(name);
        var maker = new RequestMaker(new Random(seed), [department, "npc-office"]);
        await LearnAsync(maker, department);
        await MakeSigningKeyAsync(method);
        await SettleAsync();

        using var watch = new DatabaseWatch(suite.DatabaseOf(method.Package));
        var tally = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Requests; i++)
        {
            var requests = maker.Make(method.Descriptor);
            var commits = watch.Commits();
            var (outcome, problem) = await TryAsync(method, requests, documented, maker);
            // What came before the error in a stream is kept.
            if (problem is null && outcome != "OK" && requests.Count == 1 && watch.Commits() != commits && await ChangesDataAsync(method, requests, watch))
            {
                problem = "the data has changed";
            }

            Assert.True(problem is null, $"{name}, seed {seed}, request {i}, answered {outcome}: {problem}\n{Print(method, requests)}");
            tally[outcome] = tally.GetValueOrDefault(outcome) + 1;
        }

        output.WriteLine($"{name}: {string.Join(", ", tally.Select(entry => $"{entry.Key} {entry.Value}"))}");
        // Otherwise nothing was tried but the first check.
        Assert.True(tally.ContainsKey("OK") || tally.ContainsKey("BROKER_NOT_CONFIGURED"), $"{name}, seed {seed}: no request was accepted: {string.Join(", ", tally.Select(entry => $"{entry.Key} {entry.Value}"))}");
    }

    private async Task<(string Outcome, string? Problem)> TryAsync(
        RawMethod method, IReadOnlyList<byte[]> requests, Dictionary<string, StatusCode> documented, RequestMaker maker, int attempt = 1)
    {
        try
        {
            var answers = await method.CallAsync(Connection(method), requests, DateTime.UtcNow + CallLimit).WaitAsync(CallLimit + Grace);
            foreach (var answer in answers.Select(bytes => method.Descriptor.OutputType.Parser.ParseFrom(bytes)))
            {
                maker.Learn(method.Descriptor.InputType.Parser.ParseFrom(requests[0]), answer);
                foreach (var failed in (answer as ImportProgress)?.Outcomes.Where(item => item.Error is not null) ?? [])
                {
                    if (Judge(failed.Error, (StatusCode)failed.Error.Code, documented) is { Problem: not null } item)
                    {
                        return (item.Outcome, $"item {failed.Index}: {item.Problem}");
                    }
                }
            }

            return ("OK", null);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted && requests.Any(request => request.Length > 4 * 1024 * 1024))
        {
            // Refused by its length, before anything of ours sees it.
            return ("too large", null);
        }
        // A timeout: the client itself has missed its deadline, on a connection that has gone.
        catch (Exception e) when (attempt < MostAttempts && (e is TimeoutException || IsEndOfConnection(e)))
        {
            // Kestrel takes a client that leaves stream after stream for an attack and ends the connection; the request has not reached the service.
            NewConnection();
            return await TryAsync(method, requests, documented, maker, attempt + 1);
        }
        catch (RpcException e)
        {
            return Judge(e.GetRpcStatus() ?? new Status { Message = e.Status.Detail }, e.StatusCode, documented);
        }
    }

    private static bool IsEndOfConnection(Exception e) => e switch
    {
        RpcException { Status.DebugException: { } inner } => IsEndOfConnection(inner),
        HttpProtocolException => true,
        _ => e.InnerException is { } inner && IsEndOfConnection(inner),
    };

    // A stream that is answered before it is read through is kept by Kestrel for a while, and a connection holds some 200 of them.
    private GrpcChannel Connection(RawMethod method)
    {
        if (_connection is null || (method.Descriptor.IsClientStreaming && ++_calls % CallsOfAConnection == 0))
        {
            NewConnection();
        }

        return _connection ??= suite[method.Package].ChannelAs(TestTokens.Trusted.Everybody);
    }

    private void NewConnection()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private static (string Outcome, string? Problem) Judge(Status status, StatusCode code, Dictionary<string, StatusCode> documented)
    {
        var infos = Details<ErrorInfo>(status, ErrorInfo.Descriptor.FullName);
        var outcome = infos is [var info, ..] ? info.Reason : $"{code} without a reason";
        var chinese = Details<LocalizedMessage>(status, LocalizedMessage.Descriptor.FullName);
        var problem = infos switch
        {
            not [{ Domain: "liwan.gov" }] => $"not exactly one ErrorInfo of liwan.gov: {status.Message}",
            [var only] when !documented.TryGetValue(only.Reason, out var expected) || expected != code => $"{code} {only.Reason} is not documented for the method: {status.Message}",
            _ when chinese is not [{ Locale: "zh-CN", Message.Length: > 0 }] => "no LocalizedMessage in zh-CN",
            _ => null,
        };
        return (outcome, problem);
    }

    private static List<T> Details<T>(Status status, string type)
        where T : IMessage<T>, new() =>
        [.. status.Details.Where(detail => detail.TypeUrl.EndsWith($"/{type}", StringComparison.Ordinal)).Select(detail => detail.Unpack<T>())];

    /// <summary>
    /// Somebody has committed while the request was refused. Only the reports service does so on its own (relay, archive);
    /// there the request comes again over data at rest.
    /// </summary>
    private async Task<bool> ChangesDataAsync(RawMethod method, IReadOnlyList<byte[]> requests, DatabaseWatch watch)
    {
        if (method.Package != "liwan.reports.v1")
        {
            return true;
        }

        // What the request does it does every time; what comes between by chance does not.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await SettleAsync();
            var before = watch.Digest();
            var error = await Assert.ThrowsAsync<RpcException>(() => method.CallAsync(suite[method.Package].Channel, requests, DateTime.UtcNow + CallLimit));
            Assert.NotEqual(StatusCode.OK, error.StatusCode);
            await SettleAsync();
            if (watch.Digest() == before)
            {
                return false;
            }
        }

        return true;
    }

    private async Task SettleAsync()
    {
        var watches = suite.Packages.Select(package => new DatabaseWatch(suite.DatabaseOf(package))).ToList();
        var last = string.Empty;
        var since = DateTime.UtcNow;
        await Wait.UntilAsync("the databases are at rest", () =>
        {
            var now = string.Concat(watches.Select(watch => watch.Digest()));
            if (now != last)
            {
                (last, since) = (now, DateTime.UtcNow);
            }

            return Task.FromResult(DateTime.UtcNow - since > Quiet);
        });
        watches.ForEach(watch => watch.Dispose());
    }

    // The key of page tokens is made when it is first needed, even if the token is none.
    private async Task MakeSigningKeyAsync(RawMethod method)
    {
        if ((method.Descriptor.InputType.FindFieldByName("page_token") ?? method.Descriptor.InputType.FindFieldByName("resume_token")) is { } token)
        {
            var request = method.Descriptor.InputType.Parser.ParseFrom(ByteString.Empty);
            token.Accessor.SetValue(request, "none");
            method.Descriptor.InputType.FindFieldByName("parent")?.Accessor.SetValue(request, method.Descriptor.Name switch
            {
                "ListRevisions" => "departments/npc-office/reports/2021",
                "ListFilings" => "rounds/2021",
                _ => "departments/npc-office",
            });
            await Assert.ThrowsAsync<RpcException>(() => method.CallAsync(suite[method.Package].Channel, [request.ToByteArray()], DateTime.UtcNow + CallLimit));
        }
    }

    private async Task SubmitAsync(string department, params int[] years)
    {
        // An earlier method may have closed them.
        await TestRounds.EnsureOpenAsync(suite["liwan.departments.v1"].Channel, years);
        var reports = new ReportService.ReportServiceClient(suite["liwan.reports.v1"].Channel);
        foreach (var name in years.Select(year => $"departments/{department}/reports/{year}"))
        {
            var seen = await reports.CheckReportAsync(new CheckReportRequest { Name = name });
            await reports.SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = seen.Etag });
        }
    }

    // Where a method asks for more than a submitted form, the forms are brought there.
    private async Task BringAsync(RawMethod method, string department, params int[] years)
    {
        var channel = suite["liwan.reports.v1"].Channel;
        var reports = new ReportService.ReportServiceClient(channel);
        foreach (var name in years.Select(year => $"departments/{department}/reports/{year}"))
        {
            if (method.Descriptor.Name is "PublishReport" or "UnpublishReport")
            {
                var revision = new GetRevisionRequest { Name = $"{name}/revisions/1" };
                await Wait.UntilAsync("the revision is archived", async () => (await reports.GetRevisionAsync(revision)).Archive is not null);
                await reports.AcceptReportAsync(new AcceptReportRequest { Name = name });
            }

            if (method.Descriptor.Name == "UnpublishReport")
            {
                await reports.PublishReportAsync(new PublishReportRequest { Name = name });
            }

            if (method.Descriptor.Name == "ClearOutcomeOverride")
            {
                await OverrideAsync(name.Replace("/reports/", "/taskPlans/", StringComparison.Ordinal));
            }

            if (method.Descriptor.Name == "ResolveReviewComment")
            {
                await new ReviewService.ReviewServiceClient(channel).CreateReviewCommentAsync(new CreateReviewCommentRequest { Parent = name, ReviewComment = new ReviewComment { Text = "请核对。" } });
            }
        }
    }

    // All of a part's points to one indicator each.
    private async Task WeighAsync(string department, params int[] years)
    {
        var plans = new TaskPlanService.TaskPlanServiceClient(suite["liwan.taskindicators.v1"].Channel);
        foreach (var name in years.Select(year => $"departments/{department}/taskPlans/{year}"))
        {
            var indicators = new[] { ("output", "50"), ("benefit", "30"), ("satisfaction", "10") }
                .Select(part => new Indicator { DisplayName = "满意度", Target = "≥95%", Actual = "96%", Level = part.Item1, Weight = part.Item2 });
            var plan = await plans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = name });
            plan.RuleSet = "ruleSets/national-2020";
            plan.Tasks[0].Indicators.Clear();
            plan.Tasks[0].Indicators.AddRange(indicators);
            await plans.UpdateTaskPlanAsync(new UpdateTaskPlanRequest { TaskPlan = plan });
        }
    }

    private async Task OverrideAsync(string name)
    {
        var plans = new TaskPlanService.TaskPlanServiceClient(suite["liwan.taskindicators.v1"].Channel);
        var plan = await plans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = name });
        foreach (var indicator in plan.Tasks.SelectMany(task => task.Indicators))
        {
            await plans.OverrideOutcomeAsync(new OverrideOutcomeRequest { Name = name, IndicatorUid = indicator.Uid, Outcome = Judgement.Types.Outcome.Met, Reason = "已核实。" });
        }
    }

    // The etags of the forms, so that they can be submitted and returned.
    private async Task LearnAsync(RequestMaker maker, string department)
    {
        var reports = new ReportService.ReportServiceClient(suite["liwan.reports.v1"].Channel);
        for (var year = 2021; year < 2025; year++)
        {
            var request = new GetReportRequest { Name = $"departments/{department}/reports/{year}" };
            maker.Learn(request, await reports.GetReportAsync(request));
            var plan = new GetTaskPlanRequest { Name = $"departments/{department}/taskPlans/{year}" };
            maker.Learn(plan, await new TaskPlanService.TaskPlanServiceClient(suite["liwan.taskindicators.v1"].Channel).GetTaskPlanAsync(plan));
        }

        var events = new ListOutboxEventsRequest();
        maker.Learn(events, await new OutboxService.OutboxServiceClient(suite["liwan.reports.v1"].Channel).ListOutboxEventsAsync(events));
    }

    private static string Print(RawMethod method, IEnumerable<byte[]> requests)
    {
        var text = new StringBuilder();
        foreach (var request in requests)
        {
            string json;
            try
            {
                json = method.Descriptor.InputType.Parser.ParseFrom(request).ToString()!;
            }
            catch (Exception e) when (e is InvalidProtocolBufferException or ArgumentException)
            {
                json = $"(no {method.Descriptor.InputType.Name}: {e.Message})";
            }

            text.AppendLine(json[..Math.Min(json.Length, 4000)]).AppendLine(Convert.ToBase64String(request[..Math.Min(request.Length, 20_000)]));
        }

        return text.ToString();
    }

    // string.GetHashCode differs from run to run.
    private static int StableHash(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)) & 0xFFFFFF;
}
