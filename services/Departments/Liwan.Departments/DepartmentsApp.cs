using Liwan.Departments.Register;
using Liwan.Departments.Rounds;
using Liwan.Messaging;
using Liwan.ServiceDefaults;
using Liwan.Storage;

namespace Liwan.Departments;

/// <summary>The departments service, put together.</summary>
internal static class DepartmentsApp
{
    public static WebApplication Build(string[] args)
    {
        // The settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddServiceDefaults();
        builder.AddLiwanStorage("departments", typeof(DepartmentsApp).Assembly, MessagingRegistration.Migrations);
        // A filing keeps something of every event, whatever order they come in.
        builder.AddReportEventConsumer<FilingHandler>("departments", options => options.Selection = EventSelection.EachOnce);
        builder.Services.AddSingleton<DepartmentRepository>();
        builder.Services.AddSingleton<FilingRepository>();
        builder.Services.AddSingleton<RoundRepository>();

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGrpcService<DepartmentGrpcService>();
        app.MapGrpcService<EvaluationRoundGrpcService>();
        app.MapEventSink();
        app.MapAudit();
        return app;
    }
}
