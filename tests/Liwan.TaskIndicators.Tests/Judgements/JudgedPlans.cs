using Liwan.Storage;
using Liwan.TaskIndicators.V1;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests.Judgements;

/// <summary>Plans whose judgements a test looks at.</summary>
internal static class JudgedPlans
{
    /// <summary>A judgement that no reader gives, so that a kept one is told from one made anew.</summary>
    public const string Marked =
        """{"judgement":{"outcome":4,"grounds":11,"target":{"kind":9,"span":{},"unit":""},"actual":{"kind":9,"span":{},"unit":""},"reason":"旧的判断。"},"readerVersion":7}""";

    /// <summary>The indicators of all tasks.</summary>
    public static IReadOnlyList<Indicator> Indicators(this TaskPlan plan) => [.. plan.Tasks.SelectMany(task => task.Indicators)];

    /// <summary>A plan of one task whose indicators each have a name, a target and an actual.</summary>
    public static TaskPlan Of(params (string Name, string Target, string Actual)[] indicators) => new()
    {
        Tasks = { new V1.Task { Expected = "甲", Indicators = { indicators.Select(text => new Indicator { DisplayName = text.Name, Target = text.Target, Actual = text.Actual }) } } },
    };

    /// <summary>Sets what is stored as the judgement of an indicator; null: as in a row from before there were any.</summary>
    public static Task StoreJudgementAsync(this TaskIndicatorsFixture fixture, string uid, string? judgement) => fixture.Host.Services.GetRequiredService<Database>().WriteAsync(
        session => session.ExecuteAsync("UPDATE indicator SET judgement = @judgement WHERE uid = @uid", new { uid, judgement }), CancellationToken.None);
}
