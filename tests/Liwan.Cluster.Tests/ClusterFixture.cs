using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Liwan.Testing.Otlp;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cluster.Tests;

/// <summary>One cluster of real processes with a private real RabbitMQ and a collector of traces, for all tests that do not break it.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private ClusterProcess _cluster = null!;

    /// <summary>The broker; null where none is installed, and then the tests that need it are skipped.</summary>
    public RabbitMqNode Broker { get; private set; } = null!;

    public TraceCollector Traces { get; private set; } = null!;

    public DepartmentService.DepartmentServiceClient Departments => new(_cluster.Channel("departments"));

    public EvaluationRoundService.EvaluationRoundServiceClient Rounds => new(_cluster.Channel("departments"));

    public BudgetService.BudgetServiceClient Budgets => new(_cluster.Channel("budgets"));

    public TaskPlanService.TaskPlanServiceClient TaskPlans => new(_cluster.Channel("taskindicators"));

    public ReportService.ReportServiceClient Reports => new(_cluster.Channel("reports"));

    internal ClusterProcess Cluster => _cluster;

    internal LiwanCommand Liwan => new(_cluster, Traces.Endpoint);

    public async Task InitializeAsync()
    {
        if (RabbitMqNode.Missing is not null)
        {
            return;
        }

        Broker = await RabbitMqNode.StartAsync();
        Traces = await TraceCollector.StartAsync();
        _cluster = await ClusterProcess.StartAsync(new Dictionary<string, string?>
        {
            ["ConnectionStrings__messaging"] = Broker.AmqpUri.ToString(),
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Traces.Endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        });
        await TestRounds.OpenAsync(_cluster.Channel("departments"));
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
            await Traces.DisposeAsync();
            await Broker.DisposeAsync();
        }
    }

    /// <summary>Waits until a revision is archived.</summary>
    public async Task<Revision> ArchivedAsync(string report, int number = 1, TimeSpan? limit = null)
    {
        Revision revision = new();
        await Wait.UntilAsync(
            $"{report} revision {number} is archived",
            async () =>
            {
                revision = await Reports.GetRevisionAsync(new GetRevisionRequest { Name = $"{report}/revisions/{number}" });
                return revision.Archive is not null;
            },
            limit);
        return revision;
    }

    /// <summary>Files a copy of the form of npc-office under a department of a test's own; returns the report's name.</summary>
    internal async Task<string> FileCopyAsync(string department)
    {
        using var folder = new TemporaryFolder();
        var form = await File.ReadAllTextAsync(SolutionPaths.Sample("npc-office-2021"));
        var file = folder.File($"{department}.json");
        await File.WriteAllTextAsync(file, form
            .Replace("\"npc-office\"", $"\"{department}\"", StringComparison.Ordinal)
            .Replace("\"schema/", $"\"{SolutionPaths.Root}/samples/schema/", StringComparison.Ordinal));
        await Liwan.RunAsync("file", file);
        return $"departments/{department}/reports/2021";
    }
}

[CollectionDefinition(Name)]
public sealed class SharedCluster : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
