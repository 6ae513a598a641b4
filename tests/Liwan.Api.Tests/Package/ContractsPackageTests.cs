using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using CliWrap;
using CliWrap.Buffered;
using Liwan.ApiDocs;
using Liwan.Testing;

namespace Liwan.Api.Tests.Package;

/// <summary>The package that integrators in .NET take.</summary>
public sealed class ContractsPackageTests(RunningSuite suite) : IClassFixture<RunningSuite>
{
    private static readonly string Root = GeneratedFiles.FindRoot(AppContext.BaseDirectory);

    // Its own, so that no earlier package of the same version is taken out of the cache.
    private readonly string _version = $"0.1.0-test.{Guid.NewGuid():N}";

    [Fact]
    public async Task Pack_GivesAPackageThatAClientCompilesAgainstAndCallsTheSuiteWith()
    {
        using var folder = new TemporaryFolder();
        await PackAsync(folder.Path);
        AssertContent(folder.File($"Liwan.Contracts.{_version}.nupkg"));

        var client = Directory.CreateDirectory(folder.File("client")).FullName;
        await File.WriteAllTextAsync(Path.Combine(client, "Client.csproj"), Project(folder.Path));
        await File.WriteAllTextAsync(Path.Combine(client, "Program.cs"), """
            using Grpc.Net.Client;
            using Liwan.Budgets.V1;

            using var channel = GrpcChannel.ForAddress(args[0]);
            var budgets = new BudgetService.BudgetServiceClient(channel);
            var headers = new Grpc.Core.Metadata { { "authorization", $"Bearer {args[1]}" } };
            var budget = await budgets.GetBudgetAsync(new GetBudgetRequest { Name = "departments/npc-office/budgets/2021" }, headers);
            Console.Write(budget.Total.InitialBudget.Units);
            """);
        try
        {
            await DotnetAsync(client, "build", "-nologo", "-v", "quiet", "-o", folder.File("out"));
            var output = await DotnetAsync(client, folder.File("out/Client.dll"), suite["liwan.budgets.v1"].GrpcAddress.ToString(), TestTokens.Trusted.Everybody);

            Assert.Equal("1000", output);
        }
        finally
        {
            Forget();
        }
    }

    private static void AssertContent(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        var entries = zip.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("README.md", entries);
        Assert.Contains("lib/net10.0/Liwan.Protos.dll", entries);
        Assert.Contains("lib/net10.0/Liwan.Protos.xml", entries);
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Root, "shared-protos", "liwan"), "*.proto", SearchOption.AllDirectories)
                .Select(file => $"content/protos/{Path.GetRelativePath(Path.Combine(Root, "shared-protos"), file)}").Order(StringComparer.Ordinal),
            entries.Where(entry => entry.EndsWith(".proto", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        using var nuspec = zip.GetEntry("Liwan.Contracts.nuspec")!.Open();
        var dependencies = XDocument.Load(nuspec).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => (string)element.Attribute("id")!);
        Assert.Equal(["Google.Api.CommonProtos", "Google.Protobuf", "Grpc.Core.Api"], dependencies.Order(StringComparer.Ordinal));
    }

    private async Task PackAsync(string folder)
    {
        // tests/Liwan.Api.Tests/bin/{configuration}/net10.0: what was built beside this test is packed.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await DotnetAsync(Root, "pack", "shared-protos", "--no-build", "-nologo", "-v", "quiet", "-c", configuration, "-o", folder, $"-p:PackageVersion={_version}");
    }

    private string Project(string feed) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Liwan.Contracts" Version="{_version}" />
            <PackageReference Include="Grpc.Net.Client" Version="{VersionOf("Grpc.Net.Client")}" />
          </ItemGroup>
        </Project>
        """;

    private static string VersionOf(string package) => (string)XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion")
        .Single(element => (string?)element.Attribute("Include") == package).Attribute("Version")!;

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var result = await Cli.Wrap("dotnet").WithArguments(arguments).WithWorkingDirectory(folder).WithValidation(CommandResultValidation.None)
            // MSBuild of the test run would talk to that of the client.
            .WithEnvironmentVariables(variables => variables.Set("MSBUILDDISABLENODEREUSE", "1").Set("DOTNET_CLI_USE_MSBUILD_SERVER", "0"))
            .ExecuteBufferedAsync(Encoding.UTF8);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{result.StandardOutput}\n{result.StandardError}");
        return result.StandardOutput;
    }

    private void Forget()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var folder = Path.Combine(cache, "liwan.contracts", _version);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
