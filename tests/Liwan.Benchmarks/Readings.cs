using System.Diagnostics;
using System.Globalization;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.IndicatorReading;
using Liwan.TaskIndicators;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Benchmarks;

/// <summary>What reading and judging indicators costs, by itself and as a share of the call that carries a hundred of them.</summary>
internal static class Readings
{
    private const int OfACall = 100;
    private const int IndicatorsOfATask = 10;
    private const int Rounds = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    // As filers write: of the two published forms and of others.
    private static readonly IndicatorReading.IndicatorText[] Written =
    [
        new("选举任务的完成率", "是否完成选举任务", "90%以上", "全区146个选区，100%一次投票选出新一届区人大代表296名。区十七届人大一次会议期间，依法选举产生新一届市人大代表46名"),
        new("会议召开工作完成率", "会议议题是否完成", "100%", "完满完成会议各项议程"),
        new("安全保障事故发生次数", "工作期间人员信息等方面是否安全", "1次以下", "没有发生安全保障事故"),
        new("进社区人数或次数", "代表履行代表职务进入社区人次", "900人次", "进社区人数为1116人次"),
        new("人大代表补选完成率", "人大代表补选任务完成情况", "100%", "因疫情原因，没有进行人大代表补选"),
        new("组织委员专题调研次数", "组织委员调研次数", "6次", "专题调研次数"),
        new("项目总成本", "", "≤90万元", "89.97万元"),
        new("提交报告及时性", "", "2021年12月底前", "2021年11月完成"),
        new("社会效益", "", "显著提升", "显著提升"),
        new("满意度", "", "≥95%", "98.6%"),
    ];

    public static async Task RunAsync(ResultTable results)
    {
        var texts = Enumerable.Range(0, OfACall).Select(i => Written[i % Written.Length]).ToArray();
        using var databases = new OnSqlite();
        await using var departments = await Service.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        await using var service = await Service.StartAsync("taskindicators", TaskIndicatorsApp.Build, databases["taskindicators"], departments);
        var client = new TaskPlanService.TaskPlanServiceClient(service.Channel);
        var request = new ReadIndicatorsRequest
        {
            Indicators = { texts.Select(text => new Liwan.TaskIndicators.V1.IndicatorText { Name = text.Name, Definition = text.Definition, Target = text.Target, Actual = text.Actual }) },
        };
        Judge(texts);
        await client.ReadIndicatorsAsync(request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Judge(texts);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / OfACall;
        await AddShareAsync(results, "the ReadIndicators call that carries them, one at a time", texts, bytes, () => client.ReadIndicatorsAsync(request).ResponseAsync);

        var plan = await CreatePlanAsync(departments, client, texts);
        var edits = 0;
        await AddShareAsync(results, "the UpdateTaskPlan call that stores them, one at a time", texts, bytes, async () =>
        {
            plan.AnnualObjective = new AnnualObjective { Achieved = $"已完成第{++edits}项" };
            plan = await client.UpdateTaskPlanAsync(new UpdateTaskPlanRequest { TaskPlan = plan });
        });
    }

    private static async Task<TaskPlan> CreatePlanAsync(
        Service departments, TaskPlanService.TaskPlanServiceClient client, IndicatorReading.IndicatorText[] texts)
    {
        var department = await new DepartmentService.DepartmentServiceClient(departments.Channel).CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "npc-office",
            Department = new Department { OfficialNames = { new OfficialName { Text = "荔湾区人大常委会办公室" } } },
        });
        var plan = new TaskPlan
        {
            Tasks =
            {
                texts.Chunk(IndicatorsOfATask).Select((indicators, i) => new TaskIndicators.V1.Task
                {
                    Label = $"任务{i + 1}",
                    Indicators = { indicators.Select(text => new Indicator { DisplayName = text.Name, Definition = text.Definition, Target = text.Target, Actual = text.Actual }) },
                }),
            },
        };
        return await client.CreateTaskPlanAsync(new CreateTaskPlanRequest { Parent = department.Name, TaskPlanId = "2021", TaskPlan = plan });
    }

    private static async Task AddShareAsync(ResultTable results, string reference, IndicatorReading.IndicatorText[] texts, long bytes, Func<Task> call)
    {
        var shares = new List<(double Share, double Reading, double Call)>();
        for (var i = 0; i < Rounds; i++)
        {
            var ofACall = await TimeAsync(call);
            var ofReading = await TimeAsync(() =>
            {
                Judge(texts);
                return Task.CompletedTask;
            });
            shares.Add((ofReading / ofACall, ofReading, ofACall));
        }

        var (share, reading, whole) = shares.OrderBy(one => one.Share).ElementAt(Rounds / 2);
        results.Add(
            $"{OfACall} readings, one core",
            reference,
            string.Create(CultureInfo.InvariantCulture, $"{OfACall / reading:N0} readings/s, {bytes:N0} B each; {reading * 1000:F2} ms of {whole * 1000:F2} ms"),
            string.Create(CultureInfo.InvariantCulture, $"{share:F2} of its time"),
            "below 0.1");
    }

    private static void Judge(IndicatorReading.IndicatorText[] texts)
    {
        foreach (var text in texts)
        {
            IndicatorJudge.Judge(text);
        }
    }

    // Seconds for one, on the average of a round.
    private static async Task<double> TimeAsync(Func<Task> once)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Round)
        {
            await once();
            count++;
        }

        return clock.Elapsed.TotalSeconds / count;
    }
}
