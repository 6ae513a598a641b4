using System.CommandLine;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Commands.CarryOver;

/// <summary><c>liwan carry-over</c>.</summary>
internal static class CarryOverCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "carry-over",
            "Start a year's task plan from that of an earlier year (沿用上年任务): tasks and indicators with their targets; what was achieved and all money is left blank.");
        var selection = new FormSelection(command, many: false, required: true);
        var from = new Option<int?>("--from") { Description = "The year to start from; default: the year before.", HelpName = "YEAR" };
        command.Add(from);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var source = name with { Year = parsed.GetValue(from) ?? name.Year - 1 };
            using var operation = Tracing.Operation("carry-over", name);
            var request = new CarryOverTaskPlanRequest
            {
                Parent = name.DepartmentResource,
                TaskPlanId = name.YearId,
                Source = source.TaskPlan,
                RequestId = ServiceClients.NewRequestId(),
            };
            var plan = await session.Clients.TaskPlansAsync((c, o) => c.CarryOverTaskPlanAsync(request, o), cancellationToken);
            var indicators = plan.Tasks.Sum(task => task.Indicators.Count);
            if (session.Json)
            {
                session.PrintJson(new CarryOverDocument(name.Department, name.Year, source.Year, plan.Tasks.Count, indicators));
            }
            else
            {
                HumanOutput.Line(session.Console, $"{name}：已从 {source.Year} 年度沿用 {plan.Tasks.Count} 项任务、{indicators} 个关键指标；完成情况和金额待填报（liwan fetch 取出表单文件，填好后 liwan file）");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
