using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Liwan.Reports.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests;

/// <summary>A reports service on a machine without a font for Chinese text: a process of its own, without the fonts beside it.</summary>
public sealed class MissingFontTests(ReportsFixture<OnSqlite> fixture) : IClassFixture<ReportsFixture<OnSqlite>>
{
    [NoSystemFontFact]
    public async Task Archiving_WithoutAFont_WaitsVisiblyAndGoesOnWhenThereIsOne()
    {
        using var folder = new TemporaryFolder();
        CopyProgram(folder.Path);
        var name = await fixture.NewFormAsync();
        await using (var service = await ReportsProcess.StartAsync(folder, fixture))
        {
            // The form lives in the fixture's own database; this service has one of its own.
            await service.Reports.CreateReportAsync(new CreateReportRequest
            {
                Parent = name[..name.IndexOf("/reports", StringComparison.Ordinal)],
                ReportId = "2021",
                Report = new Report { Problems = "计划性不足。", Improvements = "加强计划。" },
            });
            var etag = (await service.Reports.CheckReportAsync(new CheckReportRequest { Name = name })).Etag;
            await service.Reports.SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = etag });

            await Wait.UntilAsync("the archive says what it waits for", async () =>
                (await service.RevisionAsync(name)).ArchiveDelayReason.Contains("字体", StringComparison.Ordinal));
            var error = await RpcError.OfAsync(() => service.Reports.RenderReportAsync(new RenderReportRequest { Name = name }));
            Assert.Equal((StatusCode.FailedPrecondition, "FONT_UNAVAILABLE"), (error.Code, error.Reason));
            error = await RpcError.OfAsync(() => service.Rollups.RenderRoundSummaryAsync(new RenderRoundSummaryRequest { Name = "rounds/2021" }));
            Assert.Equal((StatusCode.FailedPrecondition, "FONT_UNAVAILABLE"), (error.Code, error.Reason));
            var workbook = await service.Rollups.RenderRoundSummaryAsync(new RenderRoundSummaryRequest { Name = "rounds/2021", Format = RenderRoundSummaryRequest.Types.Format.Xlsx });
            Assert.True(workbook.Data.Length > 0);
            var html = await service.Reports.RenderReportAsync(new RenderReportRequest { Name = name, Format = RenderReportRequest.Types.Format.Html });
            Assert.Contains("一般公共预算", html.Data.ToStringUtf8(), StringComparison.Ordinal);
        }

        CopyFolder(Path.Combine(AppContext.BaseDirectory, "fonts"), Path.Combine(folder.Path, "fonts"));
        await using (var service = await ReportsProcess.StartAsync(folder, fixture))
        {
            await Wait.UntilAsync("the revision is archived", async () => (await service.RevisionAsync(name)).Archive is not null);
            Assert.Equal(string.Empty, (await service.RevisionAsync(name)).ArchiveDelayReason);
        }
    }

    private static void CopyProgram(string target)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        CopyFolder(Path.Combine(AppContext.BaseDirectory, "runtimes"), Path.Combine(target, "runtimes"));
    }

    private static void CopyFolder(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private sealed class ReportsProcess : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly GrpcChannel _channel;

        private ReportsProcess(Process process, int port)
        {
            _process = process;
            _channel = TestTokens.Channel(new Uri($"http://127.0.0.1:{port}"), TestTokens.Trusted.Everybody);
        }

        public ReportService.ReportServiceClient Reports => new(_channel);

        public RollupService.RollupServiceClient Rollups => new(_channel);

        public static async Task<ReportsProcess> StartAsync(TemporaryFolder folder, ReportsFixture fixture)
        {
            var port = FreePort();
            using (var migration = Start(folder, fixture, port, "--migrate"))
            {
                await migration.WaitForExitAsync();
                Assert.Equal(0, migration.ExitCode);
            }

            var service = new ReportsProcess(Start(folder, fixture, port), port);
            await Wait.UntilAsync("the service answers", async () =>
            {
                try
                {
                    await service.Reports.ListReportsAsync(new ListReportsRequest { Parent = "departments/-" });
                    return true;
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
                {
                    return false;
                }
            });
            return service;
        }

        public async Task<Revision> RevisionAsync(string report) =>
            await Reports.GetRevisionAsync(new GetRevisionRequest { Name = $"{report}/revisions/1" });

        public async ValueTask DisposeAsync()
        {
            _channel.Dispose();
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private static Process Start(TemporaryFolder folder, ReportsFixture fixture, int port, params string[] arguments) =>
            Process.Start(new ProcessStartInfo("dotnet", [folder.File("Liwan.Reports.dll"), .. arguments])
            {
                WorkingDirectory = folder.Path,
                Environment =
                {
                    ["ASPNETCORE_ENVIRONMENT"] = "Development",
                    ["Liwan__Access__LocalKeyFile"] = TestTokens.Trusted.KeyFile,
                    ["ConnectionStrings__reports-db"] = $"Data Source={folder.File("reports.db")}",
                    ["Kestrel__Endpoints__grpc__Url"] = $"http://127.0.0.1:{port}",
                    ["Kestrel__Endpoints__grpc__Protocols"] = "Http2",
                    ["Kestrel__Endpoints__http__Url"] = "http://127.0.0.1:0",
                    ["Kestrel__Endpoints__http__Protocols"] = "Http1",
                    ["Logging__LogLevel__Default"] = "Warning",
                    ["services__departments__grpc__0"] = fixture.DepartmentsHost.GrpcAddress.ToString(),
                    ["services__budgets__grpc__0"] = fixture.BudgetsHost.GrpcAddress.ToString(),
                    ["services__taskindicators__grpc__0"] = fixture.TaskIndicatorsHost.GrpcAddress.ToString(),
                },
            })!;

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    /// <summary>Skipped, by name, where the system has a font that the service would find.</summary>
    private sealed class NoSystemFontFactAttribute : FactAttribute
    {
        private static readonly string[] Fonts = ["simsun.ttc", "simsun.ttf", "simfang.ttf", "songti.ttc", "stsong.ttf", "uming.ttc"];

        private static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts"];

        public NoSystemFontFactAttribute()
        {
            var found = Folders
                .Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .FirstOrDefault(file => Fonts.Contains(Path.GetFileName(file).ToLowerInvariant()));
            Skip = found is null ? null : $"The system has a font for Chinese text: {found}.";
        }
    }
}
