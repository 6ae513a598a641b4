namespace Liwan.Dependencies;

/// <summary>What each package is for that a project of ours asks for by name.</summary>
internal static class Purposes
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["axe-core"] = "rules of accessibility, for the pages",
        ["@bufbuild/buf"] = "rules of the contracts, and what breaks them",
        ["@expo-google-fonts/noto-serif-sc"] = "the Chinese font of the PDFs",
        ["BenchmarkDotNet"] = "benchmarks",
        ["CliWrap"] = "starts processes in tests",
        ["Dapper"] = "rows of SQL to objects",
        ["DocumentFormat.OpenXml"] = "DOCX and XLSX",
        ["Duende.IdentityModel"] = "tokens of the services' own from an OpenID Connect provider",
        ["FluentMigrator"] = "migrations",
        ["FluentMigrator.Runner.SQLite"] = "migrations on SQLite",
        ["FluentMigrator.Runner.SqlServer"] = "migrations on SQL Server",
        ["FsCheck.Xunit"] = "property tests",
        ["Google.Api.CommonProtos"] = "google.rpc, google.api and google.type",
        ["Google.Protobuf"] = "messages",
        ["Grpc.AspNetCore"] = "gRPC server",
        ["Grpc.AspNetCore.HealthChecks"] = "health over gRPC",
        ["Grpc.AspNetCore.Server.Reflection"] = "reflection of the contracts",
        ["Grpc.Core.Api"] = "generated clients and services",
        ["Grpc.Net.Client"] = "gRPC client",
        ["Grpc.Net.ClientFactory"] = "gRPC clients between the services",
        ["Grpc.StatusProto"] = "errors with details",
        ["Grpc.Tools"] = "generates code from the contracts",
        ["MassTransit.RabbitMQ"] = "consumers of events; 8.x, as 9.x needs a commercial licence",
        ["Microsoft.IdentityModel.Protocols.OpenIdConnect"] = "finds a provider's keys, and renews them",
        ["Microsoft.AspNetCore.Grpc.JsonTranscoding"] = "JSON beside gRPC",
        ["Microsoft.Data.SqlClient"] = "SQL Server",
        ["Microsoft.Data.Sqlite"] = "SQLite",
        ["Microsoft.Extensions.ServiceDiscovery"] = "finds the other services",
        ["Microsoft.IdentityModel.JsonWebTokens"] = "signs the tokens of a local cluster",
        ["Microsoft.NET.Test.Sdk"] = "runs tests",
        ["Microsoft.OpenApi"] = "tests of the OpenAPI documents",
        ["Microsoft.Playwright"] = "drives the browser of tests and benchmarks",
        ["Microsoft.SqlServer.TransactSql.ScriptDom"] = "tests that the SQL is T-SQL",
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = "sends telemetry",
        ["OpenTelemetry.Extensions.Hosting"] = "telemetry",
        ["OpenTelemetry.Instrumentation.AspNetCore"] = "traces and metrics of calls that come in",
        ["OpenTelemetry.Instrumentation.GrpcNetClient"] = "traces of gRPC calls that go out",
        ["OpenTelemetry.Instrumentation.Http"] = "traces of HTTP calls that go out",
        ["OpenTelemetry.Instrumentation.Runtime"] = "metrics of the runtime",
        ["PdfPig"] = "reads PDF: those of others, and ours in tests",
        ["RabbitMQ.Client"] = "publishes events",
        ["Spectre.Console"] = "tables and progress of liwan",
        ["System.CommandLine"] = "the command line of liwan",
        ["xunit"] = "tests",
        ["xunit.assert"] = "assertions of the tests' own helpers",
        ["xunit.extensibility.core"] = "tests that are skipped with a reason",
        ["xunit.extensibility.execution"] = "tests that are skipped with a reason",
        ["xunit.runner.visualstudio"] = "runs tests",
    };

    /// <exception cref="InvalidOperationException">Nobody has said; enter it here.</exception>
    public static string Of(string package) =>
        Known.GetValueOrDefault(package) ?? throw new InvalidOperationException($"Say in {nameof(Purposes)} what {package} is for.");
}
