using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Api.Tests.Hostile;
using Liwan.Audit.V1;
using Liwan.Budgets.V1;
using Liwan.Bulk.V1;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.Reports.V1;
using Liwan.Storage;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Api.Tests;

/// <summary>
/// Every method of the contracts that changes something leaves exactly one entry in the audit trail for each resource that
/// it changes, and none for what it leaves as it was.
/// </summary>
public sealed class AuditedMethodsTests(RunningSuite suite) : IClassFixture<RunningSuite>
{
    private const string Ok = "OK";
    private static readonly Google.Type.Date Deadline = new() { Year = 2099, Month = 12, Day = 31 };
    private static readonly string[] Services = ["liwan.departments.v1", "liwan.budgets.v1", "liwan.taskindicators.v1", "liwan.reports.v1"];

    /// <summary>What each method is called with on a department of its own, and what its entries are then: outcome and resource.</summary>
    private static readonly Dictionary<string, Func<RunningSuite, string, Task<IReadOnlyList<string>>>> Calls = new(StringComparer.Ordinal)
    {
        ["CreateDepartment"] = async (suite, id) =>
        {
            var request = new CreateDepartmentRequest { DepartmentId = $"{id}-x", Department = new Department { OfficialNames = { Name() } }, RequestId = $"{Guid.NewGuid()}" };
            await Departments(suite).CreateDepartmentAsync(request);
            // The repeat reads the first answer.
            await Departments(suite).CreateDepartmentAsync(request);
            return [$"OK departments/{id}-x"];
        },
        ["UpdateDepartment"] = async (suite, id) =>
        {
            await Departments(suite).UpdateDepartmentAsync(new UpdateDepartmentRequest
            {
                Department = new Department { Name = $"departments/{id}", OfficialNames = { Name("广州市荔湾区某局") } },
                UpdateMask = FieldMask.FromString("official_names"),
            });
            return [$"OK departments/{id}"];
        },
        ["ImportDepartments"] = async (suite, id) =>
        {
            await ImportAsync(
                Departments(suite).ImportDepartments(),
                new ImportDepartmentsRequest
                {
                    Settings = Settings(),
                    Items =
                    {
                        new ImportDepartmentsRequest.Types.Item { Index = 0, Department = new Department { Name = $"departments/{id}-a", OfficialNames = { Name() } } },
                        new ImportDepartmentsRequest.Types.Item { Index = 1, Department = new Department { Name = $"departments/{id}-b", OfficialNames = { Name() } } },
                        // As it is already, and one that is no department.
                        new ImportDepartmentsRequest.Types.Item { Index = 2, Department = new Department { Name = $"departments/{id}", OfficialNames = { Name("广州市荔湾区人大办") } } },
                        new ImportDepartmentsRequest.Types.Item { Index = 3, Department = new Department { Name = "departments/NO" } },
                    },
                });
            return [$"OK departments/{id}-a", $"OK departments/{id}-b"];
        },
        ["CreateBudget"] = async (suite, id) =>
        {
            await Budgets(suite).CreateBudgetAsync(new CreateBudgetRequest { Parent = $"departments/{id}", BudgetId = "2030", Budget = new Budget() });
            return [$"OK departments/{id}/budgets/2030"];
        },
        ["UpdateBudget"] = async (suite, id) =>
        {
            var name = $"departments/{id}/budgets/2021";
            await Budgets(suite).UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = name, FundingRows = { new FundingRow { Source = "其他" } } } });
            var stale = new UpdateBudgetRequest { Budget = new Budget { Name = name, Etag = "stale" } };
            Assert.Equal(StatusCode.Aborted, (await Assert.ThrowsAsync<RpcException>(() => Budgets(suite).UpdateBudgetAsync(stale).ResponseAsync)).StatusCode);
            return [$"ETAG_MISMATCH {name}", $"OK {name}"];
        },
        ["ImportBudgets"] = async (suite, id) =>
        {
            var request = new ImportBudgetsRequest { Settings = Settings() };
            request.Items.AddRange(Enumerable.Range(0, 30).Select(i =>
                new ImportBudgetsRequest.Types.Item { Index = i, Budget = new Budget { Name = $"departments/{id}/budgets/{2030 + i}" } }));
            // Refused while the others are made.
            request.Items.Add(new ImportBudgetsRequest.Types.Item { Index = 30, Budget = new Budget { Name = $"departments/{id}/budgets/2021", Etag = "stale" } });
            await ImportAsync(Budgets(suite).ImportBudgets(), request);
            return [$"ETAG_MISMATCH departments/{id}/budgets/2021", .. Enumerable.Range(0, 30).Select(i => $"OK departments/{id}/budgets/{2030 + i}")];
        },
        ["CreateTaskPlan"] = async (suite, id) =>
        {
            await TaskPlans(suite).CreateTaskPlanAsync(new CreateTaskPlanRequest { Parent = $"departments/{id}", TaskPlanId = "2030", TaskPlan = new TaskPlan() });
            return [$"OK departments/{id}/taskPlans/2030"];
        },
        ["UpdateTaskPlan"] = async (suite, id) =>
        {
            await TaskPlans(suite).UpdateTaskPlanAsync(new UpdateTaskPlanRequest { TaskPlan = new TaskPlan { Name = $"departments/{id}/taskPlans/2021" } });
            return [$"OK departments/{id}/taskPlans/2021"];
        },
        ["ImportTaskPlans"] = async (suite, id) =>
        {
            await ImportAsync(
                TaskPlans(suite).ImportTaskPlans(),
                new ImportTaskPlansRequest
                {
                    Settings = Settings(),
                    Items = { new ImportTaskPlansRequest.Types.Item { Index = 0, TaskPlan = new TaskPlan { Name = $"departments/{id}/taskPlans/2030" } } },
                });
            return [$"OK departments/{id}/taskPlans/2030"];
        },
        ["OverrideOutcome"] = async (suite, id) =>
        {
            var name = await OverrideAsync(suite, id);
            return [$"OK {name}"];
        },
        ["ClearOutcomeOverride"] = async (suite, id) =>
        {
            var name = await OverrideAsync(suite, id);
            var plan = await TaskPlans(suite).GetTaskPlanAsync(new GetTaskPlanRequest { Name = name });
            var clear = new ClearOutcomeOverrideRequest { Name = name, IndicatorUid = plan.Tasks[0].Indicators[0].Uid };
            await TaskPlans(suite).ClearOutcomeOverrideAsync(clear);
            // There is nothing to take back any more.
            await Assert.ThrowsAsync<RpcException>(() => TaskPlans(suite).ClearOutcomeOverrideAsync(clear).ResponseAsync);
            return [$"NOT_OVERRIDDEN {name}", $"OK {name}"];
        },
        ["CarryOverTaskPlan"] = async (suite, id) =>
        {
            await TaskPlans(suite).CarryOverTaskPlanAsync(new CarryOverTaskPlanRequest { Parent = $"departments/{id}", TaskPlanId = "2022", Source = $"departments/{id}/taskPlans/2021" });
            return [$"OK departments/{id}/taskPlans/2022"];
        },
        ["CreateReport"] = async (suite, id) =>
        {
            await Reports(suite).CreateReportAsync(new CreateReportRequest { Parent = $"departments/{id}", ReportId = "2030", Report = new Report() });
            return [$"OK departments/{id}/reports/2030"];
        },
        ["UpdateReport"] = async (suite, id) =>
        {
            await Reports(suite).UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = $"departments/{id}/reports/2021", Problems = "无。" } });
            return [$"OK departments/{id}/reports/2021"];
        },
        ["SubmitReport"] = async (suite, id) =>
        {
            await SubmitAsync(suite, id);
            // The state forbids it now.
            await Assert.ThrowsAsync<RpcException>(() => SubmitAsync(suite, id));
            return [$"OK departments/{id}/reports/2021", $"OK departments/{id}/reports/2021/revisions/1", $"STATE_FORBIDS departments/{id}/reports/2021"];
        },
        ["ReturnReport"] = async (suite, id) =>
        {
            await SubmitAsync(suite, id);
            await Reports(suite).ReturnReportAsync(new ReturnReportRequest { Name = $"departments/{id}/reports/2021", Reason = "请补充。" });
            return [$"OK departments/{id}/reports/2021"];
        },
        ["RecallReport"] = async (suite, id) =>
        {
            await SubmitAsync(suite, id);
            await Reports(suite).RecallReportAsync(new RecallReportRequest { Name = $"departments/{id}/reports/2021", Reason = "发现一处错误" });
            return [$"OK departments/{id}/reports/2021"];
        },
        ["AcceptReport"] = async (suite, id) =>
        {
            await AcceptAsync(suite, id);
            return [$"OK departments/{id}/reports/2021"];
        },
        ["PublishReport"] = async (suite, id) =>
        {
            await AcceptAsync(suite, id);
            await PublishAsync(suite, id);
            return [$"OK departments/{id}/reports/2021"];
        },
        ["UnpublishReport"] = async (suite, id) =>
        {
            await AcceptAsync(suite, id);
            await PublishAsync(suite, id);
            await Reports(suite).UnpublishReportAsync(new UnpublishReportRequest { Name = $"departments/{id}/reports/2021", Reason = "附件有误" });
            return [$"OK departments/{id}/reports/2021"];
        },
        ["BatchReturnReports"] = async (suite, id) =>
        {
            await SubmitAsync(suite, id);
            var item = new ReturnReportRequest { Name = $"departments/{id}/reports/2021", Reason = "请补充。" };
            await Reports(suite).BatchReturnReportsAsync(new BatchReturnReportsRequest { Requests = { item } });
            // Refused by now, in the answer and not as the call.
            await Reports(suite).BatchReturnReportsAsync(new BatchReturnReportsRequest { Requests = { item } });
            return [$"OK departments/{id}/reports/2021", $"STATE_FORBIDS departments/{id}/reports/2021"];
        },
        ["BatchAcceptReports"] = async (suite, id) =>
        {
            await SubmitAsync(suite, id);
            var item = new AcceptReportRequest { Name = $"departments/{id}/reports/2021" };
            await Reports(suite).BatchAcceptReportsAsync(new BatchAcceptReportsRequest { Requests = { item } });
            return [$"OK departments/{id}/reports/2021"];
        },
        ["CreateReviewComment"] = async (suite, id) =>
        {
            await SubmitAsync(suite, id);
            await CommentAsync(suite, id);
            return [$"OK departments/{id}/reports/2021/reviewComments/1"];
        },
        ["ResolveReviewComment"] = async (suite, id) =>
        {
            await SubmitAsync(suite, id);
            var comment = new ResolveReviewCommentRequest { Name = (await CommentAsync(suite, id)).Name };
            await Reviews(suite).ResolveReviewCommentAsync(comment);
            // It is settled already.
            await Reviews(suite).ResolveReviewCommentAsync(comment);
            return [$"OK {comment.Name}"];
        },
        ["OpenRound"] = async (suite, _) =>
        {
            var request = new OpenRoundRequest { RoundId = "2071", Round = new Round { Deadline = Deadline }, RequestId = $"{Guid.NewGuid()}" };
            await Rounds(suite).OpenRoundAsync(request);
            // The repeat reads the first answer; the filings that come with a round are a part of it.
            await Rounds(suite).OpenRoundAsync(request);
            return ["OK rounds/2071"];
        },
        ["UpdateRound"] = async (suite, id) =>
        {
            await TestRounds.OpenAsync(suite["liwan.departments.v1"].Channel, 2072);
            var exemption = new Round.Types.Exemption { Department = $"departments/{id}", Reason = "涉密单位" };
            await Rounds(suite).UpdateRoundAsync(new UpdateRoundRequest { Round = new Round { Name = "rounds/2072", Exemptions = { exemption } } });
            return ["OK rounds/2072"];
        },
        ["CloseRound"] = async (suite, _) =>
        {
            await TestRounds.OpenAsync(suite["liwan.departments.v1"].Channel, 2073);
            var request = new CloseRoundRequest { Name = "rounds/2073" };
            await Rounds(suite).CloseRoundAsync(request);
            // The state forbids it now.
            await Assert.ThrowsAsync<RpcException>(() => Rounds(suite).CloseRoundAsync(request).ResponseAsync);
            return ["OK rounds/2073", "STATE_FORBIDS rounds/2073"];
        },
        ["ReopenRound"] = async (suite, _) =>
        {
            await TestRounds.OpenAsync(suite["liwan.departments.v1"].Channel, 2074);
            await Rounds(suite).CloseRoundAsync(new CloseRoundRequest { Name = "rounds/2074" });
            await Rounds(suite).ReopenRoundAsync(new ReopenRoundRequest { Name = "rounds/2074" });
            return ["OK rounds/2074"];
        },
        ["RedriveOutboxEvents"] = async (suite, id) =>
        {
            await SetOutboxAsync(suite, id, "park_time = 1");
            var name = (await Outbox(suite).ListOutboxEventsAsync(new ListOutboxEventsRequest { State = OutboxEvent.Types.State.Parked })).OutboxEvents.Single().Name;
            await Outbox(suite).RedriveOutboxEventsAsync(new RedriveOutboxEventsRequest { Names = { name } });
            // It is sent already.
            await Outbox(suite).RedriveOutboxEventsAsync(new RedriveOutboxEventsRequest { Names = { name } });
            Assert.Equal(["OK"], await OutcomesAsync(suite, name));
            return [];
        },
        ["ReplayOutboxEvents"] = async (suite, id) =>
        {
            await SetOutboxAsync(suite, id, "send_time = 1");
            var before = await OutcomesAsync(suite, "outboxEvents/-");
            foreach (var _ in Enumerable.Range(0, 2))
            {
                await Outbox(suite).ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = new Timestamp(), Report = $"departments/{id}/reports/2021" });
            }

            Assert.Equal([.. before, "OK"], await OutcomesAsync(suite, "outboxEvents/-"));
            return [];
        },
        ["PurgeOutboxEvents"] = async (suite, id) =>
        {
            await SetOutboxAsync(suite, id, "send_time = 1");
            var before = await OutcomesAsync(suite, "outboxEvents/-");
            await Outbox(suite).PurgeOutboxEventsAsync(new PurgeOutboxEventsRequest { BeforeTime = new Timestamp { Seconds = 1 }, ValidateOnly = true });
            foreach (var _ in Enumerable.Range(0, 2))
            {
                await Outbox(suite).PurgeOutboxEventsAsync(new PurgeOutboxEventsRequest { BeforeTime = new Timestamp { Seconds = 1 } });
            }

            Assert.Equal([.. before, "OK"], await OutcomesAsync(suite, "outboxEvents/-"));
            return [];
        },
        // With a broker: see the tests of messaging.
        ["RedriveDeadLetters"] = async (suite, _) =>
        {
            await Assert.ThrowsAsync<RpcException>(() => Outbox(suite).RedriveDeadLettersAsync(new RedriveDeadLettersRequest { Parent = "consumers/budgets" }).ResponseAsync);
            Assert.Equal(["BROKER_NOT_CONFIGURED"], await OutcomesAsync(suite, "consumers/budgets"));
            return [];
        },
        // What is delivered is changed in the name of the service that hears it.
        ["Apply"] = async (suite, id) =>
        {
            var started = new Events.V1.ReportStarted
            {
                MessageId = $"{Guid.NewGuid()}",
                Report = $"departments/{id}/reports/2040",
                Sequence = 1,
                State = Events.V1.ReportState.Draft,
                EventTime = Timestamp.FromDateTime(DateTime.UtcNow),
            };
            foreach (var _ in Enumerable.Range(0, 2))
            {
                await new EventSinkService.EventSinkServiceClient(suite["liwan.budgets.v1"].Channel)
                    .ApplyAsync(new ApplyRequest { Events = { new Event { ReportStarted = started } } });
            }

            var applied = await EntriesAsync(suite, "liwan.budgets.v1", $"resource = \"departments/{id}/yearLocks/2040\"");
            Assert.Equal(["service:budgets liwan.events.v1.ReportStarted OK"], applied.Select(entry => $"{entry.Caller} {entry.Method} {entry.Outcome}"));
            return [];
        },
    };

    public static TheoryData<string> Methods =>
    [
        .. RawMethod.All.Select(method => method.Descriptor).Distinct()
            .Where(method => method.GetOptions().GetExtension(AccessExtensions.Rule).Effect == Rule.Types.Effect.Changes)
            .Select(method => method.Name),
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task AMethodThatChanges_LeavesOneEntryForEachResource(string method)
    {
        var id = $"audit-{Array.IndexOf([.. Calls.Keys], method)}";
        await suite.EnterAsync(id, 2021);
        var expected = await Calls[method](suite, id);

        var found = new List<string>();
        foreach (var service in Services)
        {
            var entries = await EntriesAsync(suite, service, $"method : \"/{method}\" AND (resource : \"departments/{id}\" OR resource : \"rounds/\")");
            // What the entering did is not of this call.
            found.AddRange(entries.Where(entry => !IsEntering(method, id, entry)).Select(entry => $"{entry.Outcome} {entry.Resource}"));
            Assert.All(entries, entry => Assert.Matches("^ipv4:127\\.0\\.0\\.1:[0-9]+$", entry.Address));
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ASubmission_IsFollowedByEntriesOfTheServicesThatHearOfIt()
    {
        const string id = "audit-follow";
        await suite.EnterAsync(id, 2021);
        await SubmitAsync(suite, id);

        await Wait.UntilAsync("everybody has heard of it", async () => (await AllAsync()).Length >= 8);

        Assert.Equal(
            [
                $"service:budgets liwan.events.v1.ReportStarted departments/{id}/yearLocks/2021",
                $"service:budgets liwan.events.v1.ReportSubmitted departments/{id}/yearLocks/2021",
                $"service:departments liwan.events.v1.ReportArchived rounds/2021/filings/{id}",
                $"service:departments liwan.events.v1.ReportStarted rounds/2021/filings/{id}",
                $"service:departments liwan.events.v1.ReportSubmitted rounds/2021/filings/{id}",
                $"service:reports archive departments/{id}/reports/2021/revisions/1",
                $"service:taskindicators liwan.events.v1.ReportStarted departments/{id}/yearLocks/2021",
                $"service:taskindicators liwan.events.v1.ReportSubmitted departments/{id}/yearLocks/2021",
            ],
            (await AllAsync()).Distinct().Order(StringComparer.Ordinal));

        async Task<string[]> AllAsync()
        {
            var all = new List<AuditEntry>();
            foreach (var service in Services)
            {
                all.AddRange(await EntriesAsync(suite, service, $"caller : \"service:\" AND resource : \"{id}\""));
            }

            return [.. all.Select(entry => $"{entry.Caller} {entry.Method} {entry.Resource}")];
        }
    }

    [Fact]
    public async Task Changes_HaveTheEtagsBeforeAndAfter_AsTheResourceHasThem()
    {
        const string id = "audit-etags";
        await suite.EnterAsync(id, 2021);
        var name = $"departments/{id}/budgets/2021";
        var before = await Budgets(suite).GetBudgetAsync(new GetBudgetRequest { Name = name });
        var request = $"{Guid.NewGuid()}";
        var after = await Budgets(suite).UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = name }, RequestId = request });

        var entries = await EntriesAsync(suite, "liwan.budgets.v1", $"resource = \"{name}\"");

        Assert.Equal(
            [("/liwan.budgets.v1.BudgetService/UpdateBudget", before.Etag, after.Etag, request), ("/liwan.budgets.v1.BudgetService/CreateBudget", "", before.Etag, "")],
            entries.Select(entry => (entry.Method, entry.EtagBefore, entry.EtagAfter, entry.RequestId)));
        Assert.All(entries, entry => Assert.Equal(Ok, entry.Outcome));
    }

    private static bool IsEntering(string method, string id, AuditEntry entry) => method switch
    {
        "CreateDepartment" => entry.Resource == $"departments/{id}",
        "OpenRound" => entry.Resource != "rounds/2071",
        "CreateBudget" or "CreateTaskPlan" or "CreateReport" => entry.Resource.EndsWith("/2021", StringComparison.Ordinal),
        _ => false,
    };

    private static async Task<IReadOnlyList<AuditEntry>> EntriesAsync(RunningSuite suite, string service, string filter) =>
        (await new AuditService.AuditServiceClient(suite[service].Channel).ListAuditEntriesAsync(new ListAuditEntriesRequest { PageSize = 1000, Filter = filter })).AuditEntries;

    private static async Task SubmitAsync(RunningSuite suite, string id)
    {
        var name = $"departments/{id}/reports/2021";
        var seen = await Reports(suite).CheckReportAsync(new CheckReportRequest { Name = name });
        await Reports(suite).SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = seen.Etag });
    }

    private static async Task<ReviewComment> CommentAsync(RunningSuite suite, string id) => await Reviews(suite).CreateReviewCommentAsync(
        new CreateReviewCommentRequest { Parent = $"departments/{id}/reports/2021", ReviewComment = new ReviewComment { Field = "report.problems", Text = "请写具体。" } });

    /// <summary>Says a reviewer's word on the first indicator of the task plan that was entered.</summary>
    private static async Task<string> OverrideAsync(RunningSuite suite, string id)
    {
        var name = $"departments/{id}/taskPlans/2021";
        var plan = await TaskPlans(suite).GetTaskPlanAsync(new GetTaskPlanRequest { Name = name });
        await TaskPlans(suite).OverrideOutcomeAsync(
            new OverrideOutcomeRequest { Name = name, IndicatorUid = plan.Tasks[0].Indicators[0].Uid, Outcome = Judgement.Types.Outcome.Met, Reason = "已核实" });
        return name;
    }

    private static async Task AcceptAsync(RunningSuite suite, string id)
    {
        await SubmitAsync(suite, id);
        await Reports(suite).AcceptReportAsync(new AcceptReportRequest { Name = $"departments/{id}/reports/2021" });
    }

    private static async Task PublishAsync(RunningSuite suite, string id)
    {
        var revision = new GetRevisionRequest { Name = $"departments/{id}/reports/2021/revisions/1" };
        await Wait.UntilAsync("the revision is archived", async () => (await Reports(suite).GetRevisionAsync(revision)).Archive is not null);
        await Reports(suite).PublishReportAsync(new PublishReportRequest { Name = $"departments/{id}/reports/2021" });
    }

    private static async Task ImportAsync<TRequest>(AsyncDuplexStreamingCall<TRequest, ImportProgress> call, TRequest request)
    {
        using (call)
        {
            await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
            await foreach (var _ in call.ResponseStream.ReadAllAsync())
            {
                // To its end.
            }
        }
    }

    private static ImportSettings Settings() => new() { ImportId = $"{Guid.NewGuid()}", Mode = ImportSettings.Types.Mode.CreateOrReplace };

    private static OfficialName Name(string text = "广州市荔湾区人大办") => new() { Text = text };

    private static DepartmentService.DepartmentServiceClient Departments(RunningSuite suite) => new(suite["liwan.departments.v1"].Channel);

    private static EvaluationRoundService.EvaluationRoundServiceClient Rounds(RunningSuite suite) => new(suite["liwan.departments.v1"].Channel);

    private static BudgetService.BudgetServiceClient Budgets(RunningSuite suite) => new(suite["liwan.budgets.v1"].Channel);

    private static TaskPlanService.TaskPlanServiceClient TaskPlans(RunningSuite suite) => new(suite["liwan.taskindicators.v1"].Channel);

    private static ReviewService.ReviewServiceClient Reviews(RunningSuite suite) => new(suite["liwan.reports.v1"].Channel);

    private static OutboxService.OutboxServiceClient Outbox(RunningSuite suite) => new(suite["liwan.reports.v1"].Channel);

    private static Task<int> SetOutboxAsync(RunningSuite suite, string id, string values) =>
        suite["liwan.reports.v1"].Services.GetRequiredService<Database>().WriteAsync(
            session => session.ExecuteAsync($"UPDATE messaging_outbox SET {values} WHERE department = @id", new { id }), CancellationToken.None);

    private static async Task<IReadOnlyList<string>> OutcomesAsync(RunningSuite suite, string resource) =>
        [.. (await EntriesAsync(suite, "liwan.reports.v1", $"resource = \"{resource}\"")).Select(entry => entry.Outcome)];

    private static ReportService.ReportServiceClient Reports(RunningSuite suite) => new(suite["liwan.reports.v1"].Channel);
}
