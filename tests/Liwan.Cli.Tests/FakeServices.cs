using System.Collections.Concurrent;
using System.Net;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using State = Liwan.Reports.V1.Report.Types.State;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Tests;

/// <summary>
/// The contracts over plain dictionaries on a real HTTP/2 port: enough to see what the command line sends and how it takes
/// each answer. What the services themselves do is tested against the services, in Liwan.Cluster.Tests.
/// </summary>
public sealed partial class FakeServices : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _uids;
    private int _failures;

    private FakeServices(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, Department> Departments { get; } = [];
    public ConcurrentDictionary<string, Budget> Budgets { get; } = [];
    public ConcurrentDictionary<string, TaskPlan> TaskPlans { get; } = [];
    public ConcurrentDictionary<string, Report> Reports { get; } = [];
    public ConcurrentDictionary<string, Revision> Revisions { get; } = [];

    /// <summary>What the checks find.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Every call, in order, as method and request.</summary>
    public ConcurrentQueue<(string Method, IMessage Request, string? TraceParent)> Calls { get; } = [];

    /// <summary>The header <c>authorization</c> of every call, in order.</summary>
    public ConcurrentQueue<string?> Authorizations { get; } = [];

    /// <summary>The document of every form.</summary>
    public byte[] Document { get; set; } = "%PDF-1.7 /Type /Pages /Type /Page stream /Type /Page endstream /Type/Page>>"u8.ToArray();

    /// <summary>Called before an answer; may throw instead of it.</summary>
    public Action<string, IMessage> Before { get; set; } = (_, _) => { };

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The writes so far, by method name.</summary>
    public IEnumerable<string> Writes => Calls.Select(call => call.Method).Where(method => !method.StartsWith("Get", StringComparison.Ordinal)
        && !method.StartsWith("List", StringComparison.Ordinal) && method is not ("CheckReport" or "RenderReport" or "RenderRound" or "RenderBlankForm" or "ImportDocument"));

    /// <summary>What every document is read as.</summary>
    public ImportDocumentResponse Imported { get; } = new();

    public static async Task<FakeServices> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Beside this program lie the settings of the real services, with their endpoints.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        FakeServices? services = null;
        builder.Services.AddSingleton(_ => services!);
        var app = builder.Build();
        services = new FakeServices(app);
        app.MapGrpcService<DepartmentFake>();
        app.MapGrpcService<BudgetFake>();
        app.MapGrpcService<TaskPlanFake>();
        app.MapGrpcService<ReportFake>();
        app.MapGrpcService<ReviewFake>();
        app.MapGrpcService<RollupFake>();
        app.MapGrpcService<OutboxFake>();
        app.MapGrpcService<FeedFake>();
        await app.StartAsync();
        return services;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Makes the next calls of a method fail.</summary>
    public void FailNext(string method, StatusCode code, int times)
    {
        _failures = times;
        Before = (called, _) =>
        {
            if (called == method && Interlocked.Decrement(ref _failures) >= 0)
            {
                throw new RpcException(new Grpc.Core.Status(code, "on purpose"));
            }
        };
    }

    /// <summary>An error as the services give it.</summary>
    public static RpcException Error(Code code, string reason, string chinese, params (string Field, string Message)[] fields)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = "for engineers" };
        status.Details.Add(Any.Pack(new ErrorInfo { Reason = reason, Domain = "liwan.gov", Metadata = { ["name"] = "it" } }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "zh-CN", Message = chinese }));
        status.Details.Add(Any.Pack(new BadRequest
        {
            FieldViolations = { fields.Select(field => new BadRequest.Types.FieldViolation { Field = field.Field, LocalizedMessage = new LocalizedMessage { Message = field.Message } }) },
        }));
        return status.ToRpcException();
    }

    private void Record(ServerCallContext context, IMessage request)
    {
        var method = context.Method.Split('/')[^1];
        Calls.Enqueue((method, request, context.RequestHeaders.GetValue("traceparent")));
        Authorizations.Enqueue(context.RequestHeaders.GetValue("authorization"));
        Before(method, request);
    }

    private string Uid(string given) => given.Length > 0 ? given : $"uid-{Interlocked.Increment(ref _uids)}";

    private static T Get<T>(ConcurrentDictionary<string, T> all, string name) =>
        all.TryGetValue(name, out var found) ? found : throw Error(Code.NotFound, "NOT_FOUND", $"{name} 不存在。");

    private static T Add<T>(ConcurrentDictionary<string, T> all, string name, T value) =>
        all.TryAdd(name, value) ? value : throw Error(Code.AlreadyExists, "ALREADY_EXISTS", $"{name} 已经存在。");

    private sealed class DepartmentFake(FakeServices all) : DepartmentService.DepartmentServiceBase
    {
        public override Task<Department> GetDepartment(GetDepartmentRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Get(all.Departments, request.Name));
        }

        public override Task<Department> CreateDepartment(CreateDepartmentRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            request.Department.Name = $"departments/{request.DepartmentId}";
            request.Department.DisplayName = request.Department.OfficialNames[0].Text;
            return Task.FromResult(Add(all.Departments, request.Department.Name, request.Department));
        }
    }

    private sealed class BudgetFake(FakeServices all) : BudgetService.BudgetServiceBase
    {
        public override Task<Budget> GetBudget(GetBudgetRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Get(all.Budgets, request.Name));
        }

        public override Task<Budget> CreateBudget(CreateBudgetRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Add(all.Budgets, $"{request.Parent}/budgets/{request.BudgetId}", Completed(request.Budget)));
        }

        public override Task<Budget> UpdateBudget(UpdateBudgetRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(all.Budgets[request.Budget.Name] = Completed(request.Budget));
        }

        /// <summary>The figures are those of a form of one row, 98.61% and 7.09%, whatever the row says.</summary>
        private Budget Completed(Budget budget)
        {
            budget = budget.Clone();
            budget.Total = new FundingTotal { CompletionRateBasisPoints = 9861, AdjustmentRateBasisPoints = 709 };
            foreach (var row in budget.FundingRows)
            {
                row.Uid = all.Uid(row.Uid);
                (row.CompletionRateBasisPoints, row.AdjustmentRateBasisPoints) = (9861, 709);
                (budget.Total.InitialBudget, budget.Total.Adjustment, budget.Total.ActualExpenditure) = (row.InitialBudget, row.Adjustment, row.ActualExpenditure);
            }

            return budget;
        }
    }

    private sealed class TaskPlanFake(FakeServices all) : TaskPlanService.TaskPlanServiceBase
    {
        public override Task<TaskPlan> GetTaskPlan(GetTaskPlanRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Get(all.TaskPlans, request.Name));
        }

        public override Task<TaskPlan> CreateTaskPlan(CreateTaskPlanRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Add(all.TaskPlans, $"{request.Parent}/taskPlans/{request.TaskPlanId}", Completed(request.TaskPlan)));
        }

        public override Task<TaskPlan> UpdateTaskPlan(UpdateTaskPlanRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(all.TaskPlans[request.TaskPlan.Name] = Completed(request.TaskPlan));
        }

        public override Task<ReadIndicatorsResponse> ReadIndicators(ReadIndicatorsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new ReadIndicatorsResponse
            {
                // Told apart, so that a test sees whether they are taken in their order.
                Judgements = { request.Indicators.Select(text => new Judgement { Outcome = text.Actual.Length == 0 ? Judgement.Types.Outcome.NotReported : Judgement.Types.Outcome.Met, Reason = $"“{text.Target}”与“{text.Actual}”。" }) },
            });
        }

        public override Task<TaskPlanScore> ScoreTaskPlan(ScoreTaskPlanRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new TaskPlanScore
            {
                Name = request.Name,
                RuleSet = "ruleSets/national-2020",
                Score = "49.90",
                HighestScore = "99.90",
                Parts =
                {
                    new TaskPlanScore.Types.Part { DisplayName = "预算执行率", Weight = "10", Score = "9.90" },
                    new TaskPlanScore.Types.Part
                    {
                        Level = "output",
                        DisplayName = "产出指标",
                        Weight = "50",
                        Score = "0.00",
                        Indicators = { new TaskPlanScore.Types.IndicatorScore { IndicatorUid = "a", DisplayName = "培训次数", Weight = "50.00", Outcome = Judgement.Types.Outcome.Qualitative, Reason = "需人工评价后计分。", Pending = true } },
                    },
                },
            });
        }

        public override Task<ListRuleSetsResponse> ListRuleSets(ListRuleSetsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var parts = new[] { new RuleSet.Types.Part { DisplayName = "预算执行率", Weight = "10" }, new RuleSet.Types.Part { Level = "output", DisplayName = "产出指标", Weight = "90" } };
            return Task.FromResult(new ListRuleSetsResponse { RuleSets = { new RuleSet { Name = "ruleSets/mine", DisplayName = "甲", Parts = { parts }, Grades = { new RuleSet.Types.Grade { DisplayName = "优", LeastScore = "90" } } } } });
        }

        public override Task<ComparePlansResponse> ComparePlans(ComparePlansRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new ComparePlansResponse
            {
                Older = request.Older,
                Newer = request.Name,
                Changes = { new PlanChange { Field = "tasks[0].indicators[1]", Label = "任务1的关键指标“满意度”", Kind = PlanChange.Types.Kind.Added, After = "满意度" } },
                Indicators = { new IndicatorPair { OlderUid = "a", NewerUid = "b", DisplayName = "会议次数", OlderOutcome = Judgement.Types.Outcome.Met, NewerOutcome = Judgement.Types.Outcome.NotMet } },
            });
        }

        public override Task<TaskPlan> OverrideOutcome(OverrideOutcomeRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Judged(request.Name, request.IndicatorUid, judgement =>
            {
                judgement.Outcome = request.Outcome;
                judgement.Override = new OutcomeOverride { Outcome = request.Outcome, Reason = request.Reason, ScoreRate = request.ScoreRate, Reviewer = "reviewer", OverrideTime = Noon };
            }));
        }

        public override Task<TaskPlan> ClearOutcomeOverride(ClearOutcomeOverrideRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Judged(request.Name, request.IndicatorUid, judgement =>
            {
                judgement.Outcome = judgement.ReadOutcome;
                judgement.Override = null;
            }));
        }

        private TaskPlan Judged(string name, string uid, Action<Judgement> change)
        {
            var plan = Get(all.TaskPlans, name).Clone();
            change(plan.Tasks.SelectMany(task => task.Indicators).Single(indicator => indicator.Uid == uid).Judgement);
            return all.TaskPlans[name] = plan;
        }

        public override Task<TaskPlan> CarryOverTaskPlan(CarryOverTaskPlanRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Add(all.TaskPlans, $"{request.Parent}/taskPlans/{request.TaskPlanId}", Get(all.TaskPlans, request.Source).Clone()));
        }

        private TaskPlan Completed(TaskPlan plan)
        {
            plan = plan.Clone();
            foreach (var task in plan.Tasks)
            {
                task.Uid = all.Uid(task.Uid);
                foreach (var indicator in task.Indicators)
                {
                    indicator.Uid = all.Uid(indicator.Uid);
                }
            }

            return plan;
        }
    }

    private sealed partial class ReportFake(FakeServices all) : ReportService.ReportServiceBase
    {
        public override Task<Report> GetReport(GetReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Get(all.Reports, request.Name));
        }

        public override Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context)
        {
            all.Record(context, request);

            // Pages of one, so that a caller who stops at the first is noticed.
            var prefix = request.Parent == "departments/-" ? "departments/" : request.Parent + "/";
            var names = all.Reports.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                .Where(name => string.CompareOrdinal(name, request.PageToken) > 0).ToList();
            return Task.FromResult(new ListReportsResponse
            {
                Reports = { names.Take(1).Select(name => all.Reports[name]) },
                NextPageToken = names.Count > 1 ? names[0] : "",
            });
        }

        public override Task<Report> CreateReport(CreateReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var report = request.Report.Clone();
            report.Name = $"{request.Parent}/reports/{request.ReportId}";
            report.State = State.Draft;
            report.Title = report.Title.Length > 0 ? report.Title : "模板标题";
            report.SealLine = report.SealLine.Length > 0 ? report.SealLine : "模板盖章行";
            return Task.FromResult(Add(all.Reports, report.Name, report));
        }

        public override Task<Report> UpdateReport(UpdateReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var report = Get(all.Reports, request.Report.Name).Clone();
            request.UpdateMask.Merge(request.Report, report, new FieldMask.MergeOptions { ReplacePrimitiveFields = true });
            return Task.FromResult(all.Reports[report.Name] = report);
        }

        public override Task<CheckReportResponse> CheckReport(CheckReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            Get(all.Reports, request.Name);
            return Task.FromResult(new CheckReportResponse { Findings = { all.Findings }, Etag = "seen" });
        }

        public override Task<SubmitReportResponse> SubmitReport(SubmitReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var report = Get(all.Reports, request.Name).Clone();
            report.State = State.Submitted;
            report.Revision++;
            report.SubmitTime = Timestamp.FromDateTimeOffset(new DateTimeOffset(2022, 3, 31, 16, 0, 0, TimeSpan.Zero));
            all.Reports[report.Name] = report;
            var revision = new Revision { Name = $"{report.Name}/revisions/{report.Revision}", SnapshotSha256 = new string('a', 64), Findings = { all.Findings } };
            all.Revisions[revision.Name] = revision;
            return Task.FromResult(new SubmitReportResponse { Report = report, Revision = revision });
        }

        public override Task<Revision> GetRevision(GetRevisionRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(Get(all.Revisions, request.Name));
        }

        public override Task<HttpBody> RenderReport(RenderReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new HttpBody { ContentType = "application/pdf", Data = ByteString.CopyFrom(all.Document) });
        }

        public override async Task RenderRound(RenderRoundRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
        {
            all.Record(context, request);
            foreach (var piece in all.Document.Chunk(7))
            {
                await responseStream.WriteAsync(new HttpBody { ContentType = "application/zip", Data = ByteString.CopyFrom(piece) });
            }
        }

        public override Task<HttpBody> RenderBlankForm(RenderBlankFormRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new HttpBody { Data = ByteString.CopyFrom(all.Document) });
        }

        public override async Task<ImportDocumentResponse> ImportDocument(IAsyncStreamReader<ImportDocumentRequest> requestStream, ServerCallContext context)
        {
            var whole = new ImportDocumentRequest();
            await foreach (var piece in requestStream.ReadAllAsync(context.CancellationToken))
            {
                whole.Parent = piece.Parent;
                whole.Content = ByteString.CopyFrom([.. whole.Content, .. piece.Content]);
            }

            all.Record(context, whole);
            return all.Imported;
        }
    }
}
