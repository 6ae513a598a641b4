// A service that does as it is told, for the tests of the orchestrator that runs it.
//   --migrate             writes Test:Trace and ends with Test:MigrateExitCode
//   Test:CrashAfterStart  ends with exit code 3 as soon as it has started, unless the file it names exists
//   Test:UnhealthyWhile   answers /health with 503 while the file it names exists
//   Test:IgnoreSigterm    has to be killed
//   Test:Grandchild       starts a sleep of its own, which it does not end
using System.Diagnostics;

var builder = WebApplication.CreateBuilder(args);
var test = builder.Configuration.GetSection("Test");
var name = builder.Configuration["OTEL_SERVICE_NAME"] ?? "nobody";

if (args.Contains("--migrate"))
{
    Trace($"{name} migrated");
    return int.Parse(test["MigrateExitCode"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
}

if (test["CrashAfterStart"] is { } unless && !File.Exists(unless))
{
    Console.WriteLine("about to fail on purpose");
    return 3;
}

Trace($"{name} started");
if (test["Grandchild"] is { } marker)
{
    // A session of its own would escape a kill of the process group.
    _ = Process.Start("sleep", marker);
}

var app = builder.Build();
app.MapGet("/health", () => test["UnhealthyWhile"] is { } file && File.Exists(file)
    ? Results.Text("told to be unhealthy", statusCode: 503)
    : Results.Ok());
app.MapGet("/environment", () => Environment.GetEnvironmentVariables());
app.MapPost("/say", async (HttpRequest request) => Console.WriteLine(await new StreamReader(request.Body).ReadToEndAsync()));
app.Lifetime.ApplicationStopping.Register(() =>
{
    Trace($"{name} stopping");
    if (test["IgnoreSigterm"] is not null)
    {
        Thread.Sleep(Timeout.Infinite);
    }
});
await app.RunAsync();
return 0;

void Trace(string what)
{
    if (test["Trace"] is { } file)
    {
        File.AppendAllText(file, what + "\n");
    }
}
