using System.Net;
using FsCheck.Xunit;
using Liwan.Access.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Tests;

public sealed class LimitTests
{
    [Fact]
    public void Defaults_AreValid() => Assert.True(new LimitValidation().Validate(null, new LimitOptions()).Succeeded);

    [Fact]
    public void Validation_NamesEverySettingThatIsOutOfRange()
    {
        var result = new LimitValidation().Validate(null, new LimitOptions
        {
            CallsPerSecond = 0,
            UploadTime = TimeSpan.Zero,
            DefaultDeadline = TimeSpan.FromMinutes(10),
        });

        Assert.Equal(
            [
                "Liwan:Limits:UploadTime is 00:00:00; it must be from 00:00:01 to 01:00:00.",
                "Liwan:Limits:CallsPerSecond is 0; it must be from 1 to 1000000.",
                "Liwan:Limits:DefaultDeadline is 00:10:00, which is longer than Liwan:Limits:LongestDeadline (00:05:00).",
            ],
            result.Failures);
    }

    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("99999999S", 99_999_999_000)]
    [InlineData("250m", 250)]
    [InlineData("1000u", 1)]
    [InlineData("1000000n", 1)]
    public void Timeout_AsGrpcWritesIt_IsRead(string text, double milliseconds) => Assert.Equal(milliseconds, CallDeadline.Parse(text)!.Value.TotalMilliseconds);

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData(" 1S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("123456789S")]
    public void Timeout_OfAnotherForm_IsNone(string text) => Assert.Null(CallDeadline.Parse(text));

    [Property]
    public void Timeout_OfWhateverACallerSends_LeavesNoCallWithoutAnEnd(string? text)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["grpc-timeout"] = text;
        var limits = new LimitOptions();

        var deadline = CallDeadline.Of(context, isGrpc: true, limits);

        Assert.True(deadline is null ? CallDeadline.Parse(text!) <= limits.LongestDeadline : deadline.Limit <= limits.LongestDeadline);
        Assert.NotNull(CallDeadline.Parse(context.Request.Headers["grpc-timeout"].ToString()));
    }

    [Fact]
    public void Key_IsTheSubjectElseTheAddress()
    {
        var clerk = new Caller { Subject = "zhang", Roles = new HashSet<Role> { Role.Clerk } };
        var ip = IPAddress.Parse("192.0.2.7");

        Assert.Equal(new CallerKey("zhang", false), CallerKey.Of(clerk, ip));
        Assert.Equal(new CallerKey("service:reports", true), CallerKey.Of(Caller.Service("reports"), ip));
        Assert.Equal(new CallerKey("192.0.2.7", false), CallerKey.Of(Caller.Nobody, ip));
        Assert.Equal(CallerKey.Of(null, ip), CallerKey.Of(null, IPAddress.Parse("::ffff:192.0.2.7")));
        Assert.Equal(CallerKey.Of(null, IPAddress.Parse("2001:db8:1:2::1")), CallerKey.Of(null, IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotEqual(CallerKey.Of(null, IPAddress.Parse("2001:db8:1:2::1")), CallerKey.Of(null, IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public async Task Callers_WhoHaveGone_AreForgotten()
    {
        const int callers = 20_000;
        await using var limits = new CallerLimits(Options.Create(new LimitOptions()));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < callers; i++)
        {
            limits.Take(new CallerKey($"caller-{i}", false), "/liwan.budgets.v1.BudgetService/GetBudget", isStream: false).Dispose();
        }

        var full = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(full > callers * 100, $"{callers} callers take {full} bytes: nothing is measured.");

        var clock = System.Diagnostics.Stopwatch.StartNew();
        // A dictionary keeps the room of its largest size; what was in it must go.
        while (GC.GetTotalMemory(forceFullCollection: true) - before > full / 2)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{callers} callers took {full} bytes and still take {GC.GetTotalMemory(true) - before}.");
            await Task.Delay(200);
        }
    }

    [Fact]
    public void Refusal_OfTheShareOfAnAddress_IsThatOfTheRate()
    {
        var limits = new CallerLimits(Options.Create(new LimitOptions { AddressRequestsPerSecond = 1, AddressBurst = 1 }));

        Assert.Null(limits.Refuse("192.0.2.7"));
        var refusal = limits.Refuse("192.0.2.7");
        Assert.Equal(ErrorCatalogue.RateExceeded, refusal!.Definition);
        Assert.NotNull(refusal.RetryDelay);
        Assert.Null(limits.Refuse("192.0.2.8"));
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(7, 7)]
    public void Rate_OfFewASecond_IsKeptThoughItDoesNotDivideIntoTenths(int perSecond, int burst)
    {
        var limits = new CallerLimits(Options.Create(new LimitOptions { CallsPerSecond = perSecond, Burst = burst }));
        for (var i = 0; i < burst; i++)
        {
            limits.Take(new CallerKey("zhang", false), "m", isStream: false).Dispose();
        }

        Assert.Equal(ErrorCatalogue.RateExceeded, Assert.Throws<ServiceException>(() => limits.Take(new CallerKey("zhang", false), "m", isStream: false)).Definition);
    }
}
