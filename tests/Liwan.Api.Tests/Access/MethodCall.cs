using System.Text;
using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Liwan.Api.Tests.Hostile;
using Liwan.Bulk.V1;
using Liwan.Reports.V1;
using Liwan.Testing;

namespace Liwan.Api.Tests.Access;

/// <summary>One method, called over gRPC and as JSON with one and the same request.</summary>
internal sealed partial class MethodCall(RunningSuite suite, RawMethod method)
{
    private static readonly TypeRegistry Details = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithTypeRegistry(Details));
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    // The further a request comes, the more it tries.
    private static readonly StatusCode[] Best = [StatusCode.OK, StatusCode.Aborted, StatusCode.FailedPrecondition, StatusCode.AlreadyExists, StatusCode.NotFound];
    private const int MostSeeds = 40;
    private readonly Dictionary<string, IMessage> _requests = new(StringComparer.Ordinal);

    public string Name => $"{method.Descriptor.Service.FullName}/{method.Descriptor.Name}";

    public MethodDescriptor Descriptor => method.Descriptor;

    public bool HasJson => Http is not null;

    private HttpRule? Http => method.Descriptor.GetOptions()?.GetExtension(AnnotationsExtensions.Http);

    /// <summary>A request that speaks of one department and no other, and that nothing is wrong with in itself.</summary>
    public async Task<IMessage> RequestForAsync(string department)
    {
        if (_requests.TryGetValue(department, out var known))
        {
            return known;
        }

        (IMessage Request, int Rank)? best = null;
        for (var seed = 0; seed < MostSeeds; seed++)
        {
            var request = new RequestMaker(new Random(seed), [department]).Plausible(method.Descriptor);
            request.Descriptor.FindFieldByName("department_id")?.Accessor.SetValue(request, department);
            if (request.ToString()!.Contains("departments/-", StringComparison.Ordinal))
            {
                continue;
            }

            await SetEtagAsync(request);
            var answer = await OverGrpcAsync(TestTokens.Trusted.Everybody, request);
            var rank = Array.IndexOf(Best, answer.Code);
            if (rank >= 0 && rank < (best?.Rank ?? Best.Length))
            {
                best = (request, rank);
            }

            if (rank == 0)
            {
                break;
            }
        }

        return _requests[department] = best?.Request ?? throw new InvalidOperationException($"{Name}: no request of {MostSeeds} is accepted.");
    }

    private async Task SetEtagAsync(IMessage request)
    {
        if (method.Descriptor.Name == "SubmitReport")
        {
            var reports = new ReportService.ReportServiceClient(suite[method.Package].Channel);
            var all = await reports.ListReportsAsync(new ListReportsRequest { Parent = "departments/-" });
            var name = Value(request, "name");
            // Well-formed, and of another form: it is composed and looked at each time, and never submitted.
            var another = all.Reports.First(report => report.Name != name);
            request.Descriptor.FindFieldByName("etag").Accessor.SetValue(request, (await reports.GetReportAsync(new GetReportRequest { Name = another.Name })).Etag);
        }
    }

    public async Task<Answer> OverGrpcAsync(string? token, IMessage request)
    {
        // Each import by itself: one that is known already goes on where it stands.
        if (request.Descriptor.FindFieldByName("settings")?.Accessor.GetValue(request) is ImportSettings settings)
        {
            settings.ImportId = Guid.NewGuid().ToString();
            settings.Mode = ImportSettings.Types.Mode.CreateOrReplace;
            settings.FromIndex = 0;
        }

        using var channel = suite[method.Package].ChannelAs(token);
        try
        {
            var answers = await method.CallAsync(channel, [request.ToByteArray()], DateTime.UtcNow + Limit);
            return Answer.Of([.. answers.Select(bytes => method.Descriptor.OutputType.Parser.ParseFrom(bytes))]);
        }
        catch (RpcException e)
        {
            return Answer.Of(e);
        }
    }

    public async Task<Answer> AsJsonAsync(string? token, IMessage request)
    {
        using var client = suite[method.Package].HttpAs(token);
        using var message = new HttpRequestMessage(Verb(Http!), $"{FieldInPath().Replace(Template(Http!), match => Value(request, match.Groups[1].Value))}{Query(request)}");
        if (Http!.Body.Length > 0)
        {
            var body = Http.Body == "*" ? request : (IMessage?)method.Descriptor.InputType.FindFieldByName(Http.Body).Accessor.GetValue(request);
            message.Content = new StringContent(body?.ToString() ?? "{}", Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        var text = method.IsEndless && response.IsSuccessStatusCode ? await FirstLineAsync(response) : await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? new Answer(StatusCode.OK, string.Empty, text) : Answer.Of(Parser.Parse<Google.Rpc.Status>(text));
    }

    private static async Task<string> FirstLineAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        return await reader.ReadLineAsync() ?? string.Empty;
    }

    // What neither the path nor the body gives; the departments of a request can stand there.
    private string Query(IMessage request) => Http!.Body == "*"
        ? string.Empty
        : "?" + string.Join('&', request.Descriptor.Fields.InDeclarationOrder()
            .Where(field => field.FieldType == FieldType.String && field.Name != Http.Body)
            .SelectMany(field => field.IsRepeated ? ((IEnumerable<string>)field.Accessor.GetValue(request)).Select(value => (field, value)) : [(field, value: (string)field.Accessor.GetValue(request))])
            .Where(pair => !Template(Http).Contains($"{{{pair.field.Name}=", StringComparison.Ordinal) && pair.value.Length > 0)
            .Select(pair => $"{pair.field.JsonName}={Uri.EscapeDataString(pair.value)}"));

    private static HttpMethod Verb(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => HttpMethod.Get,
        HttpRule.PatternOneofCase.Patch => HttpMethod.Patch,
        _ => HttpMethod.Post,
    };

    private static string Template(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => rule.Get,
        HttpRule.PatternOneofCase.Patch => rule.Patch,
        _ => rule.Post,
    };

    private static string Value(IMessage message, string path) => path.Split('.', 2) is [var first, var rest]
        ? Value((IMessage)message.Descriptor.FindFieldByName(first).Accessor.GetValue(message), rest)
        : (string)message.Descriptor.FindFieldByName(path).Accessor.GetValue(message);

    [GeneratedRegex(@"\{([a-z_.]+)(?:=[^}]+)?\}")]
    private static partial Regex FieldInPath();
}
