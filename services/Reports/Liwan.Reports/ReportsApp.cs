using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Messaging;
using Liwan.Reports.Archive;
using Liwan.Reports.Checks;
using Liwan.Reports.Composition;
using Liwan.Reports.Rendering;
using Liwan.Reports.Rendering.Appendices;
using Liwan.Reports.Review;
using Liwan.Reports.Rollup;
using Liwan.Reports.Submission;
using Liwan.ServiceDefaults;
using Liwan.ServiceDefaults.Clients;
using Liwan.Storage;
using Liwan.TaskIndicators.V1;

namespace Liwan.Reports;

/// <summary>The reports service: the life of a form, its revisions, documents and archive.</summary>
internal static class ReportsApp
{
    public static WebApplication Build(string[] args)
    {
        // The settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddServiceDefaults();
        builder.AddLiwanStorage("reports", typeof(ReportsApp).Assembly, MessagingRegistration.Migrations);
        builder.Services.AddDepartmentRegister();
        builder.Services.AddDownwardClient<EvaluationRoundService.EvaluationRoundServiceClient>("departments");
        builder.Services.AddDownwardClient<BudgetService.BudgetServiceClient>("budgets");
        builder.Services.AddDownwardClient<TaskPlanService.TaskPlanServiceClient>("taskindicators");

        builder.Services.AddSingleton<FormComposer>();
        builder.Services.AddSingleton<RoundGate>();
        builder.Services.AddSingleton<FormFonts>();
        builder.Services.AddSingleton<DocumentRenderer>();
        builder.Services.AddSingleton<AppendixSource>();
        builder.Services.AddSingleton<RoundSummarizer>();
        builder.Services.AddFormChecks();

        builder.Services.AddKeyedSingleton<WakeUp>(Archivist.Name);
        // Each once: a return that overtakes its submission must not cost the revision its archive.
        builder.AddReportEventConsumer<ArchiveRequests>("reports", consumer => consumer.Selection = EventSelection.EachOnce);
        builder.AddOutboxRelay();
        builder.Services.AddHostedService<Archivist>();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcService<ReportGrpcService>();
        app.MapGrpcService<ReviewGrpcService>();
        app.MapGrpcService<RollupGrpcService>();
        app.MapEventSink();
        app.MapEventFeed();
        app.MapOutboxAdministration();
        app.MapAudit();
        return app;
    }
}
