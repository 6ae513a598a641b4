using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Clients;
using static Liwan.Departments.Tests.DepartmentsFixture;

namespace Liwan.Departments.Tests;

public sealed class OfficialNamesTests
{
    private static readonly Department Renamed = new()
    {
        OfficialNames = { Name("前", "2001-05-01", "2018-12-31"), Name("中", "2019-01-01", "2021-12-30"), Name("后", "2022-03-01", null) },
    };

    [Theory]
    [InlineData("2000-12-31", "前")]
    [InlineData("2001-05-01", "前")]
    [InlineData("2018-12-31", "前")]
    [InlineData("2019-01-01", "中")]
    [InlineData("2021-12-30", "中")]
    [InlineData("2021-12-31", "中")]
    [InlineData("2022-02-28", "中")]
    [InlineData("2022-03-01", "后")]
    [InlineData("2099-12-31", "后")]
    public void OfficialNameOn_AnyDay_IsTheNameInForceOrTheLastBefore(string day, string expected) =>
        Assert.Equal(expected, Renamed.OfficialNameOn(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void OfficialNameOn_OfADepartmentWithoutNames_IsEmpty() =>
        Assert.Equal("", new Department().OfficialNameOn(new DateOnly(2021, 12, 31)));

    [Theory]
    [InlineData("2021-12-31T15:59:59Z", "2021-12-31")]
    [InlineData("2021-12-31T16:00:00Z", "2022-01-01")]
    public void TodayInLiwan_TurnsAtSixteenHoursUtc(string now, string expected)
    {
        var today = new Clock(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).TodayInLiwan();
        Assert.Equal(expected, today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
