using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Liwan.Messaging.Tests;

/// <summary>docs/events.md and docs/events/ say what is on the wire.</summary>
public sealed class EventsPageTests
{
    private static readonly string Docs = Path.Combine(Root(), "docs");
    private static readonly string Page = File.ReadAllText(Path.Combine(Docs, "events.md"));
    private static readonly Guid MessageId = new("7d9f3e52-4c1b-4a86-9a35-0f6f3c1d2b01");
    private const string Report = "departments/npc-office/reports/2021";

    private static readonly IReadOnlyList<ReportEvent> Samples =
    [
        SampleEvents.Started(Report, 1) with { MessageId = MessageId },
        SampleEvents.Submitted(Report, 2) with { MessageId = MessageId },
        SampleEvents.Recalled(Report, 3) with { MessageId = MessageId },
        SampleEvents.Returned(Report, 5, 2) with { MessageId = MessageId, Reason = "请补充任务1的完成情况" },
        SampleEvents.Accepted(Report, 8, 3) with { MessageId = MessageId },
        SampleEvents.Published(Report, 9, 3) with { MessageId = MessageId },
        SampleEvents.Unpublished(Report, 10, 3) with { MessageId = MessageId },
        SampleEvents.Archived(Report, 7, 3) with { MessageId = MessageId },
    ];

    public static TheoryData<string> Events => [.. EventContract.All.Select(contract => contract.Type.Name)];

    [Theory]
    [MemberData(nameof(Events))]
    public void Page_ShowsEachEventAsItIsOnTheWire(string name)
    {
        var sample = Samples.Single(reportEvent => reportEvent.GetType().Name == name);
        var shown = SampleOf(name).Match(Page).Groups[1].Value;

        Assert.True(shown.Length > 0, $"docs/events.md has no JSON under '### {name}'; it should be\n{ReportEventJson.Serialize(sample)}");
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(ReportEventJson.Serialize(sample)), JsonNode.Parse(shown)),
            $"docs/events.md shows another {name}; it should be\n{ReportEventJson.Serialize(sample)}");
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Schema_OfEachEvent_FitsItsSample(string name)
    {
        var sample = JsonNode.Parse(ReportEventJson.Serialize(Samples.Single(reportEvent => reportEvent.GetType().Name == name)))!.AsObject();
        var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Docs, "events", $"{name}.schema.json")))!;

        Assert.Equal(sample.Select(field => field.Key), schema["required"]!.AsArray().Select(field => (string)field!));
        foreach (var (field, value) in sample)
        {
            var property = schema["properties"]![field]!;
            Assert.Equal((string)property["type"]!, value!.GetValueKind() == JsonValueKind.Number ? "integer" : "string");
            Assert.True(property["pattern"] is null || Regex.IsMatch((string)value!, (string)property["pattern"]!), $"{name}.{field} is {value}");
            Assert.True(property["enum"] is null || property["enum"]!.AsArray().Any(one => (string)one! == (string)value!), $"{name}.{field} is {value}");
        }
    }

    [Fact]
    public void Page_NamesEveryExchangeQueueArgumentAndHeader()
    {
        Assert.All(EventContract.All, contract => Assert.Contains($"`{contract.Name}`", Page, StringComparison.Ordinal));
        Assert.All(Topology.Consumers, queue => Assert.Contains($"`{queue.Queue}`", Page, StringComparison.Ordinal));
        var arguments = Topology.QueueArguments(Topology.Consumers[0]).Keys.Concat(Topology.ErrorQueueArguments().Keys);
        Assert.All(arguments, argument => Assert.Contains($"`{argument}`", Page, StringComparison.Ordinal));
        Assert.All(["MT-MessageType", "traceparent", "tracestate"], header => Assert.Contains($"`{header}`", Page, StringComparison.Ordinal));
    }

    private static Regex SampleOf(string name) => new($"### {name}\\b.*?```json\\n(.*?)```", RegexOptions.Singleline);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Liwan.Platform.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
