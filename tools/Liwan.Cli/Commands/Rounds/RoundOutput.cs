using Google.Protobuf.WellKnownTypes;
using Liwan.Cli.Output;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Rounds;

/// <summary>The document of <c>liwan round open, show, update, close</c> and <c>reopen</c>; <c>outcome</c> is <c>unchanged</c> for a round that is open already.</summary>
internal sealed record RoundDocument(
    int Year,
    string Outcome,
    string State,
    string Deadline,
    bool DeadlinePassed,
    string LatePolicy,
    IReadOnlyList<ExemptDepartment> Exemptions,
    DateTimeOffset? CreateTime,
    DateTimeOffset? CloseTime);

/// <summary>A department that owes no form.</summary>
internal sealed record ExemptDepartment(string Department, string Reason);

/// <summary>Prints rounds.</summary>
internal static class RoundOutput
{
    public static void Print(CliSession session, Round round, string outcome, string did)
    {
        if (session.Json)
        {
            session.PrintJson(Of(round, outcome));
            return;
        }

        var passed = round.DeadlinePassed ? "（已过）" : "";
        HumanOutput.Line(
            session.Console,
            $"{Year(round)} 年度绩效自评{did}：{RoundWords.InChinese(round.State)}，截止日期 {RoundWords.Text(round.Deadline)}{passed}，{RoundWords.InChinese(round.LatePolicy)}");
        foreach (var exemption in round.Exemptions)
        {
            HumanOutput.Line(session.Console, $"  免报  {Id(exemption.Department)}：{exemption.Reason}");
        }
    }

    public static int Year(Round round) => int.Parse(round.Name["rounds/".Length..], System.Globalization.CultureInfo.InvariantCulture);

    public static string Id(string department) => department["departments/".Length..];

    private static RoundDocument Of(Round round, string outcome) => new(
        Year(round),
        outcome,
        RoundWords.OnTheWire(round.State),
        RoundWords.Text(round.Deadline),
        round.DeadlinePassed,
        RoundWords.OnTheWire(round.LatePolicy),
        [.. round.Exemptions.Select(exemption => new ExemptDepartment(Id(exemption.Department), exemption.Reason))],
        Time(round.CreateTime),
        Time(round.CloseTime));

    private static DateTimeOffset? Time(Timestamp? time) => time?.ToDateTimeOffset();
}
