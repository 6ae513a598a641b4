using Google.Protobuf.WellKnownTypes;
using Liwan.Cli.Services;
using Liwan.Events.V1;
using State = Liwan.Events.V1.OutboxEvent.Types.State;

namespace Liwan.Cli.Output;

/// <summary>What is printed of events on their way out, and of those that a consumer could not take.</summary>
internal static class OutboxOutput
{
    public static int Print<T>(CliSession session, T document, Action print)
    {
        if (session.Json)
        {
            session.PrintJson(document);
        }
        else
        {
            print();
        }

        return ExitCode.Ok;
    }

    public static int Count(CliSession session, int count, string text) => Print(session, new CountDocument(count), () => HumanOutput.Line(session.Console, text));

    public static void Events(CliConsole console, IReadOnlyList<OutboxEvent> events, bool hasMore)
    {
        var table = HumanOutput.NewTable("位置", "事件", "报表", "序号", "状态", "失败次数", "产生时间", "原因");
        foreach (var one in events)
        {
            HumanOutput.AddRow(table,
            [
                one.Position == 0 ? "" : HumanOutput.Text(one.Position), Kind(one.EventType), one.Report, HumanOutput.Text(one.Sequence),
                InChinese(one), one.Attempts == 0 ? "" : HumanOutput.Text(one.Attempts), HumanOutput.Text(one.CreateTime), one.Error,
            ]);
        }

        HumanOutput.Write(console, table);
        HumanOutput.Line(console, hasMore ? $"列出前 {events.Count} 个事件，还有更多；可用 --limit 增加" : $"共 {events.Count} 个事件");
    }

    public static void Event(CliConsole console, OutboxEvent one)
    {
        HumanOutput.Line(console, $"事件　　{one.EventType}");
        HumanOutput.Line(console, $"编号　　{one.Name.Split('/')[^1]}");
        HumanOutput.Line(console, $"报表　　{one.Report} 第 {one.Sequence} 个事件");
        HumanOutput.Line(console, $"状态　　{InChinese(one)}");
        HumanOutput.Line(console, $"产生　　{HumanOutput.Text(one.CreateTime)}");
        foreach (var (label, time) in new[] { ("下次重试", one.RetryTime), ("停放", one.ParkTime), ("送出", one.SendTime) })
        {
            if (time is not null)
            {
                HumanOutput.Line(console, $"{label}　{HumanOutput.Text(time)}");
            }
        }

        if (one.Error.Length > 0)
        {
            HumanOutput.Line(console, $"原因　　{one.Error}（失败 {one.Attempts} 次）");
        }

        if (one.AppliedSinks.Count > 0)
        {
            HumanOutput.Line(console, $"已直接送达　{string.Join('、', one.AppliedSinks)}");
        }
    }

    public static void Letters(CliConsole console, ListDeadLettersResponse answer)
    {
        var table = HumanOutput.NewTable("编号", "事件", "报表", "时间", "原因");
        foreach (var letter in answer.DeadLetters)
        {
            HumanOutput.AddRow(table, [letter.MessageId, Kind(letter.EventType), letter.Report, letter.FailTime is null ? "" : HumanOutput.Text(letter.FailTime), letter.Reason]);
        }

        HumanOutput.Write(console, table);
        HumanOutput.Line(console, $"共 {answer.TotalSize} 封死信，列出 {answer.DeadLetters.Count} 封");
    }

    public static OutboxEventDocument Of(OutboxEvent one) => new(
        one.Name.Split('/')[^1], one.EventType, one.Report, one.Sequence, one.Position == 0 ? null : one.Position, $"{one.State}".ToUpperInvariant(), one.Attempts,
        one.Error.Length == 0 ? null : one.Error, Time(one.CreateTime)!, Time(one.RetryTime), Time(one.ParkTime), Time(one.SendTime), [.. one.AppliedSinks]);

    public static DeadLettersDocument Of(ListDeadLettersResponse answer) => new(
        [.. answer.DeadLetters.Select(letter => new DeadLetterDocument(letter.MessageId, letter.EventType, letter.Report, letter.Reason, Time(letter.FailTime)))], answer.TotalSize);

    private static string? Time(Timestamp? time) => time?.ToString().Trim('"');

    private static string Kind(string eventType) => eventType[(eventType.LastIndexOf('.') + 1)..];

    private static string InChinese(OutboxEvent one) => one.State switch
    {
        State.Pending => "待发送",
        State.Failing => "重试中",
        State.Parked => "已停放，待人工处理",
        State.Sent => "已发送",
        _ => $"{one.State}",
    };
}

/// <summary>What <c>liwan outbox list --json</c> prints.</summary>
internal sealed record OutboxListDocument(IReadOnlyList<OutboxEventDocument> Events, bool HasMore);

/// <summary>One event, of <c>list</c> and <c>show</c>.</summary>
internal sealed record OutboxEventDocument(
    string MessageId,
    string EventType,
    string Report,
    long Sequence,
    long? Position,
    string State,
    int Attempts,
    string? Error,
    string CreateTime,
    string? RetryTime,
    string? ParkTime,
    string? SendTime,
    IReadOnlyList<string> AppliedSinks);

/// <summary>What <c>liwan outbox errors --json</c> prints.</summary>
internal sealed record DeadLettersDocument(IReadOnlyList<DeadLetterDocument> DeadLetters, int TotalSize);

/// <summary>One letter of an error queue.</summary>
internal sealed record DeadLetterDocument(string MessageId, string EventType, string Report, string Reason, string? FailTime);

/// <summary>How many events a command touched.</summary>
internal sealed record CountDocument(int Count);
