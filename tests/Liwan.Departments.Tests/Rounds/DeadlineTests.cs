using FsCheck.Xunit;
using Liwan.Departments.Rounds;
using Liwan.ServiceDefaults.Requests;
using Round = Liwan.Departments.Rounds.Round;

namespace Liwan.Departments.Tests.Rounds;

public sealed class DeadlineTests
{
    [Theory]
    [InlineData("2022-03-31T15:59:59.999999Z", false)]
    [InlineData("2022-03-31T16:00:00Z", true)]
    [InlineData("2022-04-01T00:00:00+08:00", true)]
    [InlineData("2022-03-31T23:59:59+08:00", false)]
    public void ADeadline_EndsAt24HoursInLiwan(string moment, bool past) =>
        Assert.Equal(past, RoundOf(new DateOnly(2022, 3, 31)).IsPast(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));

    [Property]
    public bool ADeadline_IsTheDayWhoseEndIsKept(ushort days)
    {
        var day = new DateOnly(2000, 1, 1).AddDays(days);
        var round = RoundOf(day);
        return round.Deadline == day && LiwanDays.Of(round.DeadlineEnd) == day.AddDays(1) && LiwanDays.Of(round.DeadlineEnd.AddTicks(-1)) == day;
    }

    private static Round RoundOf(DateOnly deadline) => new()
    {
        Year = 2021,
        State = RoundState.Open,
        DeadlineEnd = LiwanDays.EndOf(deadline),
        LatePolicy = LatePolicy.Allowed,
        Template = RoundMapping.Template,
        CreateTime = default,
        UpdateTime = default,
    };
}
