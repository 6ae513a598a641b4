using Liwan.Messaging;
using Liwan.ServiceDefaults;
using Liwan.ServiceDefaults.Clients;
using Liwan.Storage;
using Liwan.Storage.Caching;
using Liwan.TaskIndicators.Scoring;
using Liwan.TaskIndicators.TaskPlans;
using Liwan.YearLocks;

namespace Liwan.TaskIndicators;

/// <summary>The service of task plans and their indicators, put together.</summary>
internal static class TaskIndicatorsApp
{
    public static WebApplication Build(string[] args)
    {
        // The settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddServiceDefaults();
        builder.AddLiwanStorage("taskindicators", typeof(TaskIndicatorsApp).Assembly, MessagingRegistration.Migrations, YearLocksRegistration.Migrations);
        builder.AddYearLocks("taskindicators");
        builder.Services.AddDepartmentRegister();
        builder.Services.AddSingleton<RuleSetCatalogue>();
        builder.Services.AddSingleton<TaskPlanRepository>();
        builder.Services.AddSingleton<ReadCache<V1.TaskPlan>>();

        var app = builder.Build();
        // A rule set that is none stops the start, not the first who is scored.
        app.Services.GetRequiredService<RuleSetCatalogue>();
        app.MapServiceDefaults();
        app.MapGrpcService<TaskPlanGrpcService>();
        app.MapEventSink();
        app.MapAudit();
        return app;
    }
}
