using System.Text;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Api.Tests.Hostile;
using Liwan.ApiDocs;
using Liwan.Departments.V1;
using Liwan.Testing;

namespace Liwan.Api.Tests.Access;

/// <summary>
/// Every method, every role, for the own department and for another one, over gRPC and as JSON: what is answered is what
/// the table in docs/access.md says. The table is of the methods that there are, so that none is missing.
/// </summary>
public sealed class AccessMatrixTests(RunningSuite suite) : IClassFixture<RunningSuite>, IAsyncLifetime
{
    private const string Own = "npc-office";
    private const string Other = "cppcc-office";
    private static readonly string Page = Path.Combine(GeneratedFiles.FindRoot(AppContext.BaseDirectory), "docs", "access.md");
    private static readonly Role[] Roles = [.. Enum.GetValues<Role>().Where(role => role != Role.Unspecified)];
    private static readonly string[] Scopes = [.. RawMethod.All.Select(RuleOf).Select(rule => rule.Scope).Where(scope => scope.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    public static TheoryData<string> Methods => [.. RawMethod.All.Select(method => method.ToString())];

    public async Task InitializeAsync()
    {
        if (!(await suite.DepartmentsAsync()).Contains(Other))
        {
            await suite.EnterAsync(Other, 2021);
        }

        // Open, though the closing of rounds was tried too, and with something to say of each of them.
        await TestRounds.EnsureOpenAsync(suite["liwan.departments.v1"].Channel, 2021);
        await new EvaluationRoundService.EvaluationRoundServiceClient(suite["liwan.departments.v1"].Channel).UpdateRoundAsync(new UpdateRoundRequest
        {
            Round = new Round
            {
                Name = "rounds/2021",
                Exemptions = { new[] { Own, Other }.Select(id => new Round.Types.Exemption { Department = $"departments/{id}", Reason = "涉密单位" }) },
            },
        });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void Table_HasARowForEveryMethod_AndNoOther() => Assert.Equal(
        RawMethod.All.Select(method => $"{method.Descriptor.Service.FullName}/{method.Descriptor.Name}").Distinct().Order(StringComparer.Ordinal),
        ReadTable().Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_ForEveryRole_AnswersAsTheTableSays(string name)
    {
        var call = Call(name);
        var cells = new List<string>();
        foreach (var role in Roles)
        {
            cells.Add(await CellAsync(call, role));
        }

        Assert.Equal(ReadTable()[call.Name], string.Join(" | ", cells));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_WithoutAValidToken_IsUnauthenticated(string name)
    {
        var call = Call(name);
        var request = await call.RequestForAsync(Own);
        foreach (var (token, reason) in InvalidTokens())
        {
            Assert.Equal((StatusCode.Unauthenticated, reason), Summary(await call.OverGrpcAsync(token, request)));
            if (call.HasJson)
            {
                Assert.Equal((StatusCode.Unauthenticated, reason), Summary(await call.AsJsonAsync(token, request)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Method_DeniedForADepartment_DoesNotSayWhetherItExists(string name)
    {
        var call = Call(name);
        var token = Token(Role.Clerk, [], Own);
        var existing = await call.OverGrpcAsync(token, await call.RequestForAsync(Other));
        var missing = await call.OverGrpcAsync(token, await call.RequestForAsync("no-such-office"));

        if (existing.IsRefused)
        {
            Assert.Equal(existing, missing);
        }
    }

    private MethodCall Call(string name) => new(suite, RawMethod.All.Single(method => method.ToString() == name));

    /// <summary>What a role may: <c>all</c>, <c>own</c> departments only, <c>unbound</c> with a token for every department only, or <c>-</c>; of an integrator with the scopes that it takes.</summary>
    private static async Task<string> CellAsync(MethodCall call, Role role)
    {
        if (role != Role.Integrator)
        {
            return await ReachAsync(call, role, []);
        }

        var reach = await ReachAsync(call, role, Scopes);
        var needed = new List<string>();
        foreach (var scope in Scopes)
        {
            if (await ReachAsync(call, role, [.. Scopes.Where(other => other != scope)]) != reach)
            {
                needed.Add(scope);
            }
        }

        // What it needs is enough.
        Assert.Equal(reach, await ReachAsync(call, role, [.. needed]));
        return reach == "-" ? reach : $"{reach} with {string.Join(", ", needed.Select(scope => $"`{scope}`"))}";
    }

    private static async Task<string> ReachAsync(MethodCall call, Role role, string[] scopes)
    {
        var token = Token(role, scopes, Own);
        var (own, other) = (await AllowsAsync(call, token, Own), await AllowsAsync(call, token, Other));
        Assert.True(own || !other, $"{call.Name}: {role} may touch another department, and not its own.");
        // A token for nothing at all, and one for everything.
        var (none, every) = (await AllowsAsync(call, Token(role, scopes), Own), await AllowsAsync(call, Token(role, scopes, "*"), Other));
        if (every && !own)
        {
            // What knows no departments cannot be limited to some.
            Assert.False(none);
            return "unbound";
        }

        Assert.Equal((own, own && (other || none)), (every, none));
        return (own, other) switch
        {
            (false, _) => "-",
            (_, false) => "own",
            _ => await ShowsOnlyAsync(call, token, Own) ? "own" : "all",
        };
    }

    // Of a method that needs no department: whether its answer is limited to the caller's.
    private static async Task<bool> ShowsOnlyAsync(MethodCall call, string token, string department)
    {
        var request = call.Descriptor.InputType.Parser.ParseFrom([]);
        call.Descriptor.InputType.FindFieldByName("parent")?.Accessor.SetValue(request, "rounds/2021");
        call.Descriptor.InputType.FindFieldByName("name")?.Accessor.SetValue(request, "rounds/2021");
        var all = await call.OverGrpcAsync(TestTokens.Trusted.Everybody, request);
        var seen = await call.OverGrpcAsync(token, request);
        return all.Text.Contains(Other, StringComparison.Ordinal) && !seen.Text.Contains(Other, StringComparison.Ordinal) && seen.Text.Contains(department, StringComparison.Ordinal);
    }

    private static async Task<bool> AllowsAsync(MethodCall call, string token, string department)
    {
        var request = await call.RequestForAsync(department);
        var grpc = await call.OverGrpcAsync(token, request);
        Assert.NotEqual(StatusCode.Unauthenticated, grpc.Code);
        if (call.HasJson)
        {
            var json = await call.AsJsonAsync(token, request);
            Assert.True(grpc.IsRefused == json.IsRefused, $"{call.Name}: gRPC answers {grpc}, JSON {json}");
        }

        return !grpc.IsRefused;
    }

    private static (StatusCode Code, string Reason) Summary(Answer answer) => (answer.Code, answer.Reason);

    private static string Token(Role role, string[] scopes, params string[] departments) =>
        TestTokens.Trusted.Mint(new TokenClaims { Subject = "matrix", Roles = [role], Scopes = scopes, Departments = departments });

    private static IEnumerable<(string? Token, string Reason)> InvalidTokens()
    {
        var everything = new TokenClaims { Subject = "matrix", Roles = Roles, Scopes = Scopes, Departments = ["*"] };
        var good = TestTokens.Trusted.Mint(everything).Split('.');
        return
        [
            (null, "TOKEN_MISSING"),
            (TestTokens.Trusted.Mint(everything with { ExpireTime = DateTimeOffset.UtcNow.AddMinutes(-1) }), "TOKEN_EXPIRED"),
            (TestTokens.Trusted.Mint(everything with { ExpireTime = null }), "TOKEN_INVALID"),
            (TestTokens.Trusted.Mint(everything with { Audience = "elsewhere" }), "TOKEN_INVALID"),
            (TestTokens.Trusted.Mint(everything with { Issuer = "elsewhere" }), "TOKEN_INVALID"),
            (TestTokens.Trusted.Mint(everything with { Subject = string.Empty }), "TOKEN_INVALID"),
            (TestTokens.Untrusted().Mint(everything), "TOKEN_INVALID"),
            ($"{Base64("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{good[1]}.", "TOKEN_INVALID"),
            ($"{Base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")}.{good[1]}.{good[2]}", "TOKEN_INVALID"),
            ($"{good[0]}.{Tampered(good[1])}.{good[2]}", "TOKEN_INVALID"),
            ("rubbish", "TOKEN_INVALID"),
        ];
    }

    private static string Tampered(string part)
    {
        var claims = Encoding.UTF8.GetString(Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (part.Length % 4)) % 4)));
        return Base64(claims.Replace("matrix", "matriX", StringComparison.Ordinal));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static Rule RuleOf(RawMethod method) => method.Descriptor.GetOptions().GetExtension(AccessExtensions.Rule);

    // | `liwan.budgets.v1.BudgetService/GetBudget` | own | all | ...
    private static Dictionary<string, string> ReadTable() => File.ReadLines(Page)
        .Where(line => line.StartsWith("| `liwan.", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | ", 2))
        .ToDictionary(cells => cells[0].Trim('`'), cells => cells[1], StringComparer.Ordinal);
}
