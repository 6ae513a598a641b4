using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Json;
using Liwan.ServiceDefaults.Limits;
using Liwan.ServiceDefaults.Requests;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.ServiceDefaults.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Liwan.ServiceDefaults;

/// <summary>What every service switches on: telemetry, health, gRPC with JSON transcoding, errors, discovery.</summary>
public static class ServiceDefaultsRegistration
{
    /// <summary>Adds the defaults of every service.</summary>
    /// <param name="builder">The service.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // SqlClient refuses the runtime's invariant mode; nothing here is formatted by the machine's culture all the same.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddTelemetry(builder);
        builder.AddAccess();
        builder.AddLimits();
        builder.AddTransport();

        builder.Services.AddGrpc(options =>
            {
                options.Interceptors.Add<ErrorInterceptor>();
                options.Interceptors.Add<AccessInterceptor>();
                options.Interceptors.Add<LimitInterceptor>();
                options.MaxSendMessageSize = null;
            })
            .AddJsonTranscoding(options =>
            {
                options.TypeRegistry = TypeRegistry.FromFiles(Google.Rpc.ErrorDetailsReflection.Descriptor);
                // As proto JSON has it, and as the events have it: a JavaScript number is not exact beyond 2^53.
                options.JsonSettings.WriteInt64sAsStrings = true;
            });
        builder.Services.AddReadableRequests();
        builder.Services.AddGrpcReflection();

        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());

        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        builder.Services.AddGrpcHealthChecks();
        return builder;
    }

    /// <summary>Maps what every service answers: health over HTTP and gRPC, reflection, OpenAPI, and JSON errors of one form.</summary>
    /// <param name="app">The service.</param>
    public static WebApplication MapServiceDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Services.GetRequiredService<AccessGuard>().Routes = app;
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<LimitMiddleware>();
        app.UseMiddleware<JsonErrorMiddleware>();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteHealthAsync });
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") });
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
        app.MapOpenApi();
        return app;
    }

    private static Task WriteHealthAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(
            context.Response.Body,
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }),
            },
            JsonSerializerOptions.Web,
            context.RequestAborted);
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsProbe(context))
                // The HTTP request below a gRPC call would be a second span for the same call, and its parent.
                .AddGrpcClientInstrumentation(options => options.SuppressDownstreamInstrumentation = true)
                .AddHttpClientInstrumentation()
                .AddSource(TelemetryNames.StorageSource, TelemetryNames.MessagingSource, TelemetryNames.ReportsSource))
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter(TelemetryNames.MessagingSource, TelemetryNames.AccessSource));
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }

    private static bool IsProbe(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/health")
        || context.Request.Path.StartsWithSegments("/alive")
        || context.Request.Path.StartsWithSegments("/grpc.health.v1.Health");
}
