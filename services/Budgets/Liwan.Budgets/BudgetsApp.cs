using Liwan.Budgets.Budgets;
using Liwan.Messaging;
using Liwan.ServiceDefaults;
using Liwan.ServiceDefaults.Clients;
using Liwan.Storage;
using Liwan.Storage.Caching;
using Liwan.YearLocks;

namespace Liwan.Budgets;

/// <summary>The budgets service, put together.</summary>
internal static class BudgetsApp
{
    public static WebApplication Build(string[] args) => Build(args, _ => { });

    /// <summary>The service with something about it changed, as a benchmark needs it.</summary>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder> change)
    {
        // The settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddServiceDefaults();
        builder.AddLiwanStorage("budgets", typeof(BudgetsApp).Assembly, MessagingRegistration.Migrations, YearLocksRegistration.Migrations);
        builder.AddYearLocks("budgets");
        builder.Services.AddDepartmentRegister();
        builder.Services.AddSingleton<BudgetRepository>();
        builder.Services.AddSingleton<ReadCache<V1.Budget>>();

        change(builder);
        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcService<BudgetGrpcService>();
        app.MapEventSink();
        app.MapAudit();
        return app;
    }
}
