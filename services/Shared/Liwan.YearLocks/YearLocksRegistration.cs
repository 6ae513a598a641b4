using System.Reflection;
using Liwan.Messaging;
using Microsoft.Extensions.Hosting;

namespace Liwan.YearLocks;

/// <summary>Switches the locks of years on in a service that has storage.</summary>
public static class YearLocksRegistration
{
    /// <summary>The assembly whose migrations make the table of the locks, for <c>AddLiwanStorage</c>.</summary>
    public static Assembly Migrations => typeof(YearLocksRegistration).Assembly;

    /// <summary>Has the service lock and unlock years by the events of their reports.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="consumer">The name of the service as a consumer of events, such as <c>budgets</c>.</param>
    public static IHostApplicationBuilder AddYearLocks(this IHostApplicationBuilder builder, string consumer) =>
        builder.AddReportEventConsumer<YearLockHandler>(consumer, options => options.Selection = EventSelection.NewestOnly);
}
