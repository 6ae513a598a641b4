using System.Runtime.Versioning;
using System.Security.Cryptography;
using Google.Rpc;
using Grpc.Core;
using Liwan.Cli.Services;
using Liwan.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.Cli.Tests;

/// <summary>Who calls: logging in to a local cluster, and what each command sends.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LoginTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Now = new(2022, 3, 31, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly Clock _time = new();
    private FakeServices _services = null!;

    public async Task InitializeAsync()
    {
        _services = await FakeServices.StartAsync();
        MakeCluster("one");
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Login_AsClerk_KeepsATokenThatTheKeyOfTheClusterVerifies()
    {
        var run = await RunAsync("one", "login", "--as", "clerk", "--department", "npc-office", "--department", "cppcc-office", "--name", "zhang.wei");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Equal("已登录：zhang.wei，角色 clerk，部门 npc-office、cppcc-office，有效至 2022-03-31 17:00:00\n", run.Output);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LoginFile("one")));
        Assert.Equal(["cluster.json", "login.json", "signing-key.pem"], Directory.GetFiles(ClusterFolder("one")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("PRIVATE KEY", await File.ReadAllTextAsync(LoginFile("one")), StringComparison.Ordinal);

        var claims = await VerifyAsync("one", await SentTokenAsync("one"));
        Assert.Equal(
            ["aud=liwan", "departments=cppcc-office", "departments=npc-office", $"exp={(Now + TimeSpan.FromHours(1)).ToUnixTimeSeconds()}", $"iat={Now.ToUnixTimeSeconds()}", "iss=liwan-local", "role=clerk", "sub=zhang.wei"],
            claims);
    }

    [Theory]
    [InlineData("reviewer", "role=reviewer")]
    [InlineData("auditor", "role=auditor")]
    [InlineData("operator", "role=operator")]
    public async Task Login_AsARoleThatIsBoundToNoDepartment_NamesTheRoleAlone(string role, string claim)
    {
        var run = await RunAsync("one", "login", "--as", role, "--print", "--for", "30m", "--name", "li");

        Assert.False(File.Exists(LoginFile("one")));
        Assert.Equal("", run.Error);
        Assert.Equal(
            ["aud=liwan", $"exp={(Now + TimeSpan.FromMinutes(30)).ToUnixTimeSeconds()}", $"iat={Now.ToUnixTimeSeconds()}", "iss=liwan-local", claim, "sub=li"],
            await VerifyAsync("one", run.Output.Trim()));
    }

    [Fact]
    public async Task Login_WithSeveralRolesAndScopes_HoldsThemAll()
    {
        var run = await RunAsync(
            "one", "login", "--as", "integrator", "--as", "reviewer", "--scope", "budgets.read", "--scope", "taskPlans.read", "--department", "*", "--name", "archive", "--for", "12h", "--print");

        Assert.Equal(
            [
                "aud=liwan", "departments=*", $"exp={(Now + TimeSpan.FromHours(12)).ToUnixTimeSeconds()}", $"iat={Now.ToUnixTimeSeconds()}", "iss=liwan-local",
                "role=integrator", "role=reviewer", "scope=budgets.read taskPlans.read", "sub=archive",
            ],
            await VerifyAsync("one", run.Output.Trim()));
    }

    [Theory]
    [InlineData("--as", "clerk")]
    [InlineData("--as", "service")]
    [InlineData("--as", "reviewer", "--department", "npc-office")]
    [InlineData("--as", "clerk", "--department", "NPC")]
    [InlineData("--as", "clerk", "--department", "a/../b")]
    [InlineData("--as", "integrator", "--department", "*")]
    [InlineData("--as", "integrator", "--department", "*", "--scope", "all of it")]
    [InlineData("--as", "reviewer", "--scope", "budgets.read")]
    [InlineData("--as", "reviewer", "--for", "13h")]
    [InlineData("--as", "reviewer", "--for", "0h")]
    [InlineData("--as", "reviewer", "--for", "1")]
    [InlineData("--as", "reviewer", "--name", "")]
    [InlineData("--as", "reviewer", "--print", "--json")]
    [InlineData]
    public async Task Login_WithOptionsThatDoNotFit_IsUsageAndKeepsNothing(params string[] options)
    {
        var run = await RunAsync("one", ["login", .. options]);

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Output.Trim()));
        Assert.NotEqual("", run.Error.Trim());
        Assert.False(File.Exists(LoginFile("one")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-----BEGIN " + "PRIVATE KEY-----\nc2VjcmV0\n-----END " + "PRIVATE KEY-----\n")]
    public async Task Login_WhereNoKeyIs_SaysSoAndShowsNothingOfIt(string? content)
    {
        Directory.CreateDirectory(ClusterFolder("other"));
        if (content is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(ClusterFolder("other"), "signing-key.pem"), content);
        }

        var run = await RunAsync("other", "login", "--as", "reviewer");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("signing-key.pem", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_WithoutAClusterFile_FindsTheFolderAboveTheCurrentDirectory()
    {
        var checkout = _folder.File("checkout");
        Directory.CreateDirectory(Path.Combine(checkout, ".cluster"));
        File.Copy(KeyFile("one"), Path.Combine(checkout, ".cluster", "signing-key.pem"));
        var deep = Directory.CreateDirectory(Path.Combine(checkout, "samples", "schema")).FullName;
        var environment = new CliEnvironment(Variables([]), deep, _time);

        Assert.Equal(ExitCode.Ok, (await CliRun.Async(environment, "login", "--as", "reviewer")).ExitCode);
        Assert.True(File.Exists(Path.Combine(checkout, ".cluster", "login.json")));
        Assert.Equal(ExitCode.Ok, (await CliRun.Async(environment, "status")).ExitCode);
        Assert.NotNull(_services.Authorizations.Last());
    }

    [Fact]
    public async Task Run_WithALoginOfAnotherCluster_SendsNothing()
    {
        MakeCluster("two");
        await RunAsync("one", "login", "--as", "reviewer");

        await RunAsync("two", "status");
        Assert.Null(Assert.Single(_services.Authorizations));
    }

    [Fact]
    public async Task Run_WithATokenFileAndAVariable_SendsThatOfTheFile()
    {
        await RunAsync("one", "login", "--as", "reviewer", "--name", "kept");
        var file = _folder.File("token");
        await File.WriteAllTextAsync(file, "from-the-file\n");
        var both = new Dictionary<string, string> { ["LIWAN_TOKEN"] = "from-the-variable" };

        await RunAsync("one", both, "status", "--token-file", file);
        await RunAsync("one", both, "status");
        await RunAsync("one", "status");

        Assert.Equal(["Bearer from-the-file", "Bearer from-the-variable"], _services.Authorizations.Take(2));
        Assert.Contains("sub=kept", await VerifyAsync("one", _services.Authorizations.Last()![7..]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("one\ntwo")]
    [InlineData(null)]
    public async Task Run_WithATokenFileThatHoldsNone_IsUsage(string? content)
    {
        var file = _folder.File("token");
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content);
        }

        Assert.Equal(ExitCode.Usage, (await RunAsync("one", "status", "--token-file", file)).ExitCode);
        Assert.Empty(_services.Authorizations);
    }

    [Fact]
    public async Task Run_WithAnExpiredLogin_SaysSoBeforeCalling()
    {
        await RunAsync("one", "login", "--as", "reviewer", "--for", "10m");
        _time.Now += TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1);
        Assert.Equal(ExitCode.Ok, (await RunAsync("one", "status")).ExitCode);

        _time.Now += TimeSpan.FromSeconds(1);
        var run = await RunAsync("one", "status", "--json");
        var who = await RunAsync("one", "whoami");

        Assert.Equal((ExitCode.NotAllowed, ExitCode.NotAllowed), (run.ExitCode, who.ExitCode));
        Assert.Single(_services.Authorizations);
        var error = run.Json.GetProperty("error");
        Assert.Equal(("UNAUTHENTICATED", "TOKEN_EXPIRED"), (error.GetProperty("status").GetString(), error.GetProperty("reason").GetString()));
        Assert.StartsWith("登录已于 2022-03-31 16:10:00 过期；登录方法：liwan login --as", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToAnotherMachineOverPlainHttp_SendsNoToken()
    {
        await RunAsync("one", "login", "--as", "reviewer");
        var token = new Dictionary<string, string> { ["LIWAN_TOKEN"] = "secret-token" };
        string[] remote = ["status", "--timeout", "20", "--endpoint", "departments=http://liwan.example:5101"];

        var refused = await RunAsync("one", token, remote);
        var asked = await RunAsync("one", token, [.. remote, "--allow-plain-http"]);
        var kept = await RunAsync("one", remote);

        Assert.Equal((ExitCode.Usage, ExitCode.Ok, ExitCode.Ok), (refused.ExitCode, asked.ExitCode, kept.ExitCode));
        Assert.Contains("http://liwan.example:5101", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-token", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Code.Unauthenticated, "", "登录方法：liwan login --as 角色")]
    [InlineData(Code.PermissionDenied, "CLERK, INTEGRATOR", "liwan login --as clerk --department 部门编号")]
    [InlineData(Code.PermissionDenied, "SERVICE, REVIEWER", "liwan login --as reviewer")]
    public async Task Run_WhenAServiceDoesNotLetTheCallerIn_SaysWhatToDo(Code code, string roles, string advice)
    {
        _services.Before = (_, _) => throw Refusal(code, roles);

        var run = await RunAsync("one", "status");

        Assert.Equal(ExitCode.NotAllowed, run.ExitCode);
        Assert.Contains("不行；", run.Error, StringComparison.Ordinal);
        Assert.Contains(advice, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoami_SaysWhoTheNextCommandCallsAs()
    {
        var nobody = await RunAsync("one", "whoami");
        await RunAsync("one", "login", "--as", "clerk", "--department", "*", "--name", "zhang.wei");
        var kept = await RunAsync("one", "whoami", "--json");
        var opaque = await RunAsync("one", new Dictionary<string, string> { ["LIWAN_TOKEN"] = "opaque" }, "whoami");

        Assert.Equal((ExitCode.NotAllowed, ExitCode.Ok, ExitCode.Ok), (nobody.ExitCode, kept.ExitCode, opaque.ExitCode));
        Assert.Equal(
            $$"""{"subject":"zhang.wei","roles":["clerk"],"departments":["*"],"scopes":[],"expireTime":"2022-03-31T09:00:00+00:00","source":"{{LoginFile("one")}}"}""",
            System.Text.Json.JsonSerializer.Serialize(kept.Json).Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Contains("（LIWAN_TOKEN）", opaque.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logout_ForgetsTheLogin()
    {
        await RunAsync("one", "login", "--as", "reviewer");
        var first = await RunAsync("one", "logout");
        var second = await RunAsync("one", "logout");
        await RunAsync("one", "status");

        Assert.Equal(("已退出\n", "本来就没有登录\n"), (first.Output, second.Output));
        Assert.False(File.Exists(LoginFile("one")));
        Assert.Null(Assert.Single(_services.Authorizations));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    public async Task Run_WithALoginThatIsNone_SaysSoAndCallsNothing(string content)
    {
        await File.WriteAllTextAsync(LoginFile("one"), content);

        Assert.Equal(ExitCode.NotAllowed, (await RunAsync("one", "status")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await RunAsync("one", "login", "--as", "reviewer")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await RunAsync("one", "status")).ExitCode);
    }

    private static RpcException Refusal(Code code, string roles)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = "no" };
        status.Details.Add(Google.Protobuf.WellKnownTypes.Any.Pack(new ErrorInfo { Reason = "NO", Domain = "liwan.gov", Metadata = { ["roles"] = roles } }));
        status.Details.Add(Google.Protobuf.WellKnownTypes.Any.Pack(new LocalizedMessage { Locale = "zh-CN", Message = "不行。" }));
        return status.ToRpcException();
    }

    private string ClusterFolder(string cluster) => _folder.File(cluster);

    private string KeyFile(string cluster) => Path.Combine(ClusterFolder(cluster), "signing-key.pem");

    private string LoginFile(string cluster) => Path.Combine(ClusterFolder(cluster), "login.json");

    private void MakeCluster(string cluster)
    {
        Directory.CreateDirectory(ClusterFolder(cluster));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(KeyFile(cluster), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(ClusterFolder(cluster), "cluster.json"), """{"resources": []}""");
    }

    private Task<CliRun> RunAsync(string cluster, params string[] args) => RunAsync(cluster, [], args);

    private Task<CliRun> RunAsync(string cluster, Dictionary<string, string> variables, params string[] args)
    {
        var file = Path.Combine(ClusterFolder(cluster), "cluster.json");
        return CliRun.Async(new CliEnvironment(Variables(new(variables) { ["LIWAN_CLUSTER"] = file }), "/", _time), args);
    }

    private Func<string, string?> Variables(Dictionary<string, string> variables)
    {
        foreach (var service in ServiceAddresses.Names)
        {
            variables[$"LIWAN_{service.ToUpperInvariant()}"] = _services.Address;
        }

        return variables.GetValueOrDefault;
    }

    private async Task<string> SentTokenAsync(string cluster)
    {
        Assert.Equal(ExitCode.Ok, (await RunAsync(cluster, "status")).ExitCode);
        var header = _services.Authorizations.Last()!;
        Assert.StartsWith("Bearer ", header, StringComparison.Ordinal);
        return header[7..];
    }

    /// <summary>The claims of a token that the key of a cluster has signed, in order.</summary>
    private async Task<IEnumerable<string>> VerifyAsync(string cluster, string token)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(KeyFile(cluster)));
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "liwan-local",
            ValidAudience = "liwan",
            ValidAlgorithms = ["ES256"],
            IssuerSigningKey = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
            LifetimeValidator = (_, _, _, _) => true,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return result.ClaimsIdentity.Claims.Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = LoginTests.Now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
