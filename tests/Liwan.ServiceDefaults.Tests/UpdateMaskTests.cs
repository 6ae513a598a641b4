using Google.Protobuf.WellKnownTypes;
using Liwan.Budgets.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.V1;

namespace Liwan.ServiceDefaults.Tests;

public sealed class UpdateMaskTests
{
    private static readonly TaskPlan Current = new()
    {
        Name = "departments/npc-office/taskPlans/2021",
        AnnualObjective = new AnnualObjective { Expected = "甲", Achieved = "乙" },
        Tasks = { new TaskIndicators.V1.Task { Uid = "1" }, new TaskIndicators.V1.Task { Uid = "2" } },
        Locked = true,
        Etag = "current",
    };

    private static readonly TaskPlan Update = new()
    {
        Name = "departments/other/taskPlans/2020",
        AnnualObjective = new AnnualObjective { Achieved = "丙" },
        Locked = false,
        Etag = "stale",
    };

    [Theory]
    [InlineData(null, "", "丙", 2)]
    [InlineData("*", "", "丙", 0)]
    [InlineData("annual_objective", "", "丙", 2)]
    [InlineData("annualObjective", "", "丙", 2)]
    [InlineData("annual_objective.achieved", "甲", "丙", 2)]
    [InlineData("annual_objective.expected", "", "乙", 2)]
    [InlineData("tasks", "甲", "乙", 0)]
    public void Apply_TakesWhatTheMaskNamesAndLeavesTheRest(string? path, string expected, string achieved, int tasks)
    {
        var result = UpdateMasks.Apply(path is null ? null : new FieldMask { Paths = { path } }, Update, Current);

        var whole = Current.Clone();
        whole.AnnualObjective = new AnnualObjective { Expected = expected, Achieved = achieved };
        if (tasks == 0)
        {
            whole.Tasks.Clear();
        }

        Assert.Equal(whole, result);
        Assert.Equal(2, Current.Tasks.Count);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("etag")]
    [InlineData("locked")]
    [InlineData("updateTime")]
    [InlineData("tasks.uid")]
    [InlineData("annual_objective.nothing")]
    [InlineData("Tasks")]
    public void Apply_OfAMaskThatNamesSomethingElse_IsRefused(string path)
    {
        var error = Assert.Throws<ServiceException>(() => UpdateMasks.Apply(new FieldMask { Paths = { "tasks", path } }, Update, Current));
        Assert.Equal((ErrorCatalogue.UpdateMaskInvalid, path), (error.Definition, error.Values["value"]));
    }

    [Fact]
    public void Apply_WithoutAMask_LeavesAnOptionalNumberThatIsZeroIn()
    {
        var current = new FundingTotal { CompletionRateBasisPoints = 1, AdjustmentRateBasisPoints = 2 };
        var result = UpdateMasks.Apply(null, new FundingTotal { CompletionRateBasisPoints = 0 }, current);
        Assert.Equal(new FundingTotal { CompletionRateBasisPoints = 0, AdjustmentRateBasisPoints = 2 }, result);
    }
}
