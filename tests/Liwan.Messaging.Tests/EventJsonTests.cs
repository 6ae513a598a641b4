using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Liwan.Events.V1;
using Proto = Liwan.Events.V1;

namespace Liwan.Messaging.Tests;

public sealed class EventJsonTests
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private static readonly ReportEvent[] Samples =
    [
        SampleEvents.Started(SampleEvents.Report(1), 1),
        SampleEvents.Submitted(SampleEvents.Report(1), long.MaxValue, int.MaxValue),
        SampleEvents.Returned(SampleEvents.Report(1), 3),
        SampleEvents.Archived(SampleEvents.Report(1), 4),
        SampleEvents.Recalled(SampleEvents.Report(1), 5),
        SampleEvents.Accepted(SampleEvents.Report(1), 6),
        SampleEvents.Published(SampleEvents.Report(1), 7),
        SampleEvents.Unpublished(SampleEvents.Report(1), 8),
    ];

    public static TheoryData<ReportEvent> Events => [.. Samples];

    [Fact]
    public void Events_OfTheTheories_AreOfEveryKind() =>
        Assert.Equal(EventContract.All.Select(contract => contract.Type.Name).Order(), Samples.Select(sample => sample.GetType().Name).Order());

    [Theory]
    [MemberData(nameof(Events))]
    public void Serialize_AnyEvent_IsTheProtoJsonOfItsMessage(ReportEvent reportEvent)
    {
        var json = ReportEventJson.Serialize(reportEvent);

        // The strict parser refuses a field that the message does not have; formatting again shows one that the record lacks.
        var message = new JsonParser(JsonParser.Settings.Default).Parse(json, Descriptor(reportEvent));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Formatter.Format(message)), JsonNode.Parse(json)), $"{Formatter.Format(message)}\n{json}");
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Deserialize_WhatTheMessageFormats_GivesTheSameEvent(ReportEvent reportEvent)
    {
        var message = JsonParser.Default.Parse(ReportEventJson.Serialize(reportEvent), Descriptor(reportEvent));
        var contract = EventContract.Of(reportEvent);

        Assert.Equal(reportEvent, ReportEventJson.Deserialize(contract, Encoding.UTF8.GetBytes(Formatter.Format(message))));
        // Proto JSON may leave out what has its default value.
        Assert.Equal(reportEvent, ReportEventJson.Deserialize(contract, Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message))));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Message_ForTheSink_CarriesTheEventAndItsTrace(ReportEvent reportEvent)
    {
        const string traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        var message = EventMessages.ToMessage(EventContract.Of(reportEvent), ReportEventJson.Serialize(reportEvent), traceparent, "a=b");

        var read = Event.Parser.ParseFrom(message.ToByteArray());
        Assert.Equal(reportEvent, EventMessages.FromMessage(read));
        Assert.Equal((traceparent, "a=b"), (read.Traceparent, read.Tracestate));
    }

    [Fact]
    public void Contracts_AreExactlyTheEventsOfTheProtos()
    {
        var events = Event.Descriptor.Oneofs[0].Fields.Select(field => field.MessageType.FullName).Order();

        Assert.Equal(events, EventContract.All.Select(contract => contract.Name).Order());
        Assert.Equal(events, ReportEventsReflection.Descriptor.MessageTypes.Select(message => message.FullName).Order());
        Assert.Equal(
            EventContract.All.Select(contract => contract.Type).OrderBy(type => type.Name),
            typeof(ReportEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ReportEvent))).OrderBy(type => type.Name));
    }

    [Fact]
    public void States_AreExactlyThoseOfTheProtos() =>
        Assert.Equal(
            System.Enum.GetValues<Proto.ReportState>().Where(state => state != Proto.ReportState.Unspecified).Select(state => (state.ToString(), (int)state)),
            System.Enum.GetValues<ReportState>().Select(state => (state.ToString(), (int)state)));

    [Property(Replay = "20210331,7")]
    public void EventTime_Any_IsWrittenAsTheProtosWriteIt(DateTimeOffset time)
    {
        var reportEvent = SampleEvents.Started(SampleEvents.Report(1), 1) with { EventTime = time };

        var written = JsonNode.Parse(ReportEventJson.Serialize(reportEvent))!["eventTime"]!.ToJsonString();

        Assert.Equal(JsonFormatter.Default.Format(Timestamp.FromDateTimeOffset(time)), written);
        Assert.Equal(time, ReportEventJson.Deserialize(EventContract.Of(reportEvent), Encoding.UTF8.GetBytes(ReportEventJson.Serialize(reportEvent))).EventTime);
    }

    [Property(Replay = "20210331,9")]
    public void Deserialize_AnyText_GivesAnEventOrSaysWhatIsWrong(string? text)
    {
        try
        {
            ReportEventJson.Deserialize(EventContract.All[0], Encoding.UTF8.GetBytes(text ?? "null"));
        }
        catch (EventFormatException e)
        {
            Assert.Contains("liwan.events.v1.ReportStarted", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("messageId", "\"00000000-0000-0000-0000-000000000000\"")]
    [InlineData("messageId", "\"no uuid\"")]
    [InlineData("messageId", null)]
    [InlineData("report", "\"\"")]
    [InlineData("report", "null")]
    [InlineData("sequence", "\"0\"")]
    [InlineData("sequence", "\"9223372036854775808\"")]
    [InlineData("sequence", "1.5")]
    [InlineData("state", "\"REPORT_STATE_UNSPECIFIED\"")]
    [InlineData("state", "2")]
    [InlineData("revision", "-1")]
    [InlineData("eventTime", "\"yesterday\"")]
    [InlineData("snapshotSha256", null)]
    public void Deserialize_WithABadField_IsRefusedByName(string field, string? value)
    {
        var json = JsonNode.Parse(ReportEventJson.Serialize(SampleEvents.Submitted(SampleEvents.Report(1), 2)))!.AsObject();
        json.Remove(field);
        if (value is not null)
        {
            json[field] = JsonNode.Parse(value);
        }

        var e = Assert.Throws<EventFormatException>(() => ReportEventJson.Deserialize(
            EventContract.All.Single(contract => contract.Type == typeof(ReportSubmitted)), Encoding.UTF8.GetBytes(json.ToJsonString())));
        Assert.Contains(field, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_WithAFieldOfALaterVersion_PassesItOver()
    {
        var reportEvent = SampleEvents.Started(SampleEvents.Report(1), 1);
        var json = JsonNode.Parse(ReportEventJson.Serialize(reportEvent))!.AsObject();
        json["addedLater"] = new JsonObject { ["a"] = 1 };

        Assert.Equal(reportEvent, ReportEventJson.Deserialize(EventContract.Of(reportEvent), Encoding.UTF8.GetBytes(json.ToJsonString())));
    }

    private static MessageDescriptor Descriptor(ReportEvent reportEvent) =>
        ReportEventsReflection.Descriptor.FindTypeByName<MessageDescriptor>(reportEvent.GetType().Name);
}
