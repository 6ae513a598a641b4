using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Messaging;
using Liwan.Reports;
using Liwan.Reports.Archive;
using Liwan.Reports.V1;
using Liwan.Storage;
using Liwan.Storage.Retention;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace Liwan.SqlServer.Tests;

/// <summary>Everything the suite sends to a database is T-SQL that every server takes which speaks TDS.</summary>
public sealed class StatementTests
{
    [Fact]
    public async Task Statements_OfTheWholeSuite_ParseAndStayInTheSubset()
    {
        using var recorded = new RecordedStatements();
        await RunTheSuiteAsync();
        IReadOnlyList<string> statements = [.. recorded.ForSqlServer, .. SqlServerDialect.OwnStatements];

        var tables = new HashSet<string>(StringComparer.Ordinal) { "databases", "database_principals", "TABLES" };
        foreach (var service in SuiteService.All)
        {
            tables.UnionWith(ServerSchema.Of(await service.MigrationScriptAsync()).Columns.Select(column => column.Table));
        }

        Assert.All(statements, statement => Assert.Empty(TransactSql.OutsideTheSubset(statement)));
        Assert.All(statements, statement => Assert.Empty(TransactSql.Tables(statement).Except(tables)));
        Assert.All(statements, statement => Assert.Empty(TransactSql.Ambiguous(statement)));

        // What stands in the sources was sent at least once, so nothing escapes the above.
        var sent = recorded.Sent.Concat(SqlServerDialect.OwnStatements).Select(WrittenStatements.Spaces).ToList();
        var unsent = WrittenStatements.All().Where(written => !sent.Any(statement => statement.Contains(written.Piece, StringComparison.Ordinal))).ToList();
        Assert.True(unsent.Count == 0, $"Let this test send these too:\n{string.Join("\n", unsent.Select(written => $"{written.File}: {written.Piece}"))}");
    }

    private static async Task RunTheSuiteAsync()
    {
        using var databases = new OnSqlite();
        await using var departments = await StartAsync(databases, "departments");
        await using var budgets = await StartAsync(databases, "budgets", departments);
        await using var plans = await StartAsync(databases, "taskindicators", departments);
        await using var reports = await StartAsync(databases, "reports", departments, budgets, plans);

        await UseDepartmentsAsync(new DepartmentService.DepartmentServiceClient(departments.Channel));
        await RoundUse.OpenAsync(new EvaluationRoundService.EvaluationRoundServiceClient(departments.Channel));
        await UseBudgetsAsync(new BudgetService.BudgetServiceClient(budgets.Channel));
        await UseTaskPlansAsync(new TaskPlanService.TaskPlanServiceClient(plans.Channel));
        await BulkUse.ImportAsync(new DepartmentService.DepartmentServiceClient(departments.Channel));
        await BulkUse.ImportAsync(new BudgetService.BudgetServiceClient(budgets.Channel));
        await BulkUse.ImportAsync(new TaskPlanService.TaskPlanServiceClient(plans.Channel));
        await UseReportsAsync(new ReportService.ReportServiceClient(reports.Channel), new ReviewService.ReviewServiceClient(reports.Channel));
        await RoundUse.WatchAsync(new EvaluationRoundService.EvaluationRoundServiceClient(departments.Channel));
        await new RollupService.RollupServiceClient(reports.Channel).SummarizeRoundAsync(new SummarizeRoundRequest { Name = "rounds/2021" });
        await ListCalls.OfAsync(departments, budgets, plans, reports);
        await OutboxUse.OfAsync(reports);
        await AuditUse.OfAsync(departments);
        foreach (var host in new[] { departments, budgets, plans, reports })
        {
            await host.Services.GetRequiredService<RetentionSweeper>().SweepAsync(CancellationToken.None);
        }

        await ServiceHost.MigrateAsync("reports", ReportsApp.Build, databases["outbox"]);
        using var database = new Database("outbox", databases["outbox"].Dialect, databases["outbox"].ConnectionString);
        await UseOutboxAsync(database);
    }

    /// <summary>What a broker and sinks that fail would bring about.</summary>
    private static async Task UseOutboxAsync(Database database)
    {
        var lease = new RelayLease(database, TimeProvider.System, TimeSpan.FromMinutes(5), "a test");
        Assert.True(await lease.TryTakeAsync(CancellationToken.None));
        var table = new OutboxTable(database, lease, TimeProvider.System);
        var started = new ReportStarted
        {
            MessageId = Guid.NewGuid(),
            Report = "departments/npc-office/reports/2021",
            Sequence = 1,
            State = ReportState.Draft,
            EventTime = DateTimeOffset.UnixEpoch,
        };
        await database.WriteAsync(session => new Outbox(TimeProvider.System, new WakeUp(TimeProvider.System)).AddAsync(session, started), CancellationToken.None);
        await table.PlaceAsync(CancellationToken.None);
        var row = Assert.Single(await table.ForBrokerAsync(10, CancellationToken.None));
        var failure = new RowFailure(row, "no");
        await table.MarkFailedAsync(failure, TimeSpan.Zero, park: false, CancellationToken.None);
        await table.MarkFailedAtSinkAsync("budgets", failure, TimeSpan.Zero, CancellationToken.None);
        await table.MarkFailedAtSinkAsync("budgets", failure, TimeSpan.Zero, CancellationToken.None);
        await table.MarkSentAsync([row], CancellationToken.None);
        await table.BacklogAsync(hasBroker: true, CancellationToken.None);
        await table.BacklogAsync(hasBroker: false, CancellationToken.None);
        await database.WriteAsync(session => MessagingRetention.ForgetAppliedAsync(session, long.MaxValue, 10), CancellationToken.None);
        await database.WriteAsync(session => MessagingRetention.ForgetSentAsync(session, long.MaxValue, 10), CancellationToken.None);
        await database.WriteAsync(
            session => ArchiveRepository.DelayAsync(session, new ArchiveJob { Department = "npc-office", Year = 2021, Number = 1 }, "no font"), CancellationToken.None);
    }

    private static async Task<ServiceHost> StartAsync(TestDatabases databases, string name, params ServiceHost[] below)
    {
        var service = SuiteService.All.Single(service => service.Name == name);
        string[] names = ["departments", "budgets", "taskindicators"];
        return await ServiceHost.StartAsync(
            name, service.Build, databases[name], [.. below.Select((host, i) => $"--services:{names[i]}:grpc:0={host.GrpcAddress}")]);
    }

    private static async Task UseDepartmentsAsync(DepartmentService.DepartmentServiceClient client)
    {
        var department = await client.CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "npc-office",
            RequestId = $"{Guid.NewGuid()}",
            Department = new Department { BudgetUnitCode = "101001", OfficialNames = { new OfficialName { Text = "荔湾区人大常委会办公室" } } },
        });
        await client.CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "heir",
            Department = new Department { ParentDepartment = department.Name, Successor = department.Name, OfficialNames = { new OfficialName { Text = "荔湾区某局" } } },
        });
        department.BudgetUnitCode = "101002";
        await client.UpdateDepartmentAsync(new UpdateDepartmentRequest { Department = department, UpdateMask = FieldMask.FromString("budget_unit_code") });
        var page = await client.ListDepartmentsAsync(new ListDepartmentsRequest { PageSize = 1 });
        await client.ListDepartmentsAsync(new ListDepartmentsRequest { PageSize = 1, PageToken = page.NextPageToken });
    }

    private static async Task UseBudgetsAsync(BudgetService.BudgetServiceClient client)
    {
        var budget = await client.CreateBudgetAsync(new CreateBudgetRequest { Parent = "departments/npc-office", BudgetId = "2021", Budget = new Budget { FundingRows = { Row(1) } } });
        await client.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = budget.Name, FundingRows = { Row(2), Row(3) } } });
        await client.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-" });
    }

    private static async Task UseTaskPlansAsync(TaskPlanService.TaskPlanServiceClient client)
    {
        var plan = new TaskPlan
        {
            AnnualObjective = new AnnualObjective { Expected = "完成全年工作。", Achieved = "已完成。" },
            Tasks = { new TaskIndicators.V1.Task { Label = "任务1", Expected = "召开会议。", Achieved = "已召开。", Indicators = { new Indicator { DisplayName = "出席率", Target = "85%" } } } },
        };
        var created = await client.CreateTaskPlanAsync(new CreateTaskPlanRequest { Parent = "departments/npc-office", TaskPlanId = "2021", TaskPlan = plan });
        plan.Name = created.Name;
        plan = await client.UpdateTaskPlanAsync(new UpdateTaskPlanRequest { TaskPlan = plan });
        var uid = plan.Tasks[0].Indicators[0].Uid;
        await client.OverrideOutcomeAsync(new OverrideOutcomeRequest { Name = plan.Name, IndicatorUid = uid, Outcome = Judgement.Types.Outcome.Met, Reason = "已核实", ScoreRate = "92.5" });
        await client.ClearOutcomeOverrideAsync(new ClearOutcomeOverrideRequest { Name = plan.Name, IndicatorUid = uid });
        await client.CarryOverTaskPlanAsync(new CarryOverTaskPlanRequest { Parent = "departments/npc-office", TaskPlanId = "2022", Source = created.Name });
        await client.ListTaskPlansAsync(new ListTaskPlansRequest { Parent = "departments/-" });
    }

    private static async Task UseReportsAsync(ReportService.ReportServiceClient client, ReviewService.ReviewServiceClient reviews)
    {
        var report = await client.CreateReportAsync(new CreateReportRequest
        {
            Parent = "departments/npc-office",
            ReportId = "2021",
            Report = new Report { Problems = "计划性不足。", Improvements = "加强计划。" },
        });
        // Of a year that has no round, so that its filing is new to the board.
        await client.CreateReportAsync(new CreateReportRequest { Parent = "departments/npc-office", ReportId = "2019" });
        await client.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = report.Name, Problems = "计划性不够。" } });
        var etag = (await client.CheckReportAsync(new CheckReportRequest { Name = report.Name })).Etag;
        await client.SubmitReportAsync(new SubmitReportRequest { Name = report.Name, Etag = etag });
        Revision revision = new();
        await Wait.UntilAsync("the revision is archived", async () =>
        {
            revision = await client.GetRevisionAsync(new GetRevisionRequest { Name = $"{report.Name}/revisions/1" });
            return revision.Archive is not null;
        });
        await client.RenderReportAsync(new RenderReportRequest { Name = report.Name, Format = RenderReportRequest.Types.Format.Pdf });
        await client.ListRevisionsAsync(new ListRevisionsRequest { Parent = report.Name });
        var comment = await reviews.CreateReviewCommentAsync(new CreateReviewCommentRequest { Parent = report.Name, ReviewComment = new ReviewComment { Field = "report.problems", Text = "请写具体。" } });
        await reviews.ResolveReviewCommentAsync(new ResolveReviewCommentRequest { Name = comment.Name });
        await reviews.ListReviewCommentsAsync(new ListReviewCommentsRequest { Parent = report.Name });
        await client.RenderReportAsync(new RenderReportRequest { Name = report.Name, Appendices = { RenderReportRequest.Types.Appendix.ReviewComments } });
        foreach (var packaging in new[] { RenderRoundRequest.Types.Packaging.Zip, RenderRoundRequest.Types.Packaging.Book })
        {
            using var book = client.RenderRound(new RenderRoundRequest { Name = "rounds/2021", Packaging = packaging });
            await foreach (var piece in book.ResponseStream.ReadAllAsync())
            {
                Assert.NotEmpty(piece.Data);
            }
        }

        await client.AcceptReportAsync(new AcceptReportRequest { Name = report.Name });
        await client.PublishReportAsync(new PublishReportRequest { Name = report.Name });
        await client.UnpublishReportAsync(new UnpublishReportRequest { Name = report.Name, Reason = "附件有误" });
        await client.ReturnReportAsync(new ReturnReportRequest { Name = report.Name, Reason = "请补充说明。" });
        await client.ListReportChangesAsync(new ListReportChangesRequest { Parent = report.Name });
        await client.ListReportsAsync(new ListReportsRequest { Parent = "departments/-" });
    }

    private static FundingRow Row(long fen) => new()
    {
        Source = "一般公共预算",
        InitialBudget = new Money { CurrencyCode = "CNY", Units = fen },
        Adjustment = new Money { CurrencyCode = "CNY" },
        ActualExpenditure = new Money { CurrencyCode = "CNY", Units = fen },
    };
}
