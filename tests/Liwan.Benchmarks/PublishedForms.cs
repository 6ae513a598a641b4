using Liwan.Documents.Forms;
using Liwan.Documents.Tests;

namespace Liwan.Benchmarks;

/// <summary>Forms as departments file them: the two published ones, with other tasks, figures and sentences each time.</summary>
internal static class PublishedForms
{
    /// <summary>Different forms of some three pages each, the same in every run.</summary>
    public static IReadOnlyList<FormContent> Take(int count)
    {
        var random = new Random(440103);
        return [.. Enumerable.Range(0, count).Select(i => Vary(i % 2 == 0 ? TestForms.NpcOffice : TestForms.CppccOffice, i, random))];
    }

    private static FormContent Vary(FormContent form, int number, Random random)
    {
        FormTask[] others = [.. TestForms.NpcOffice.Tasks, .. TestForms.CppccOffice.Tasks];
        var tasks = form.Tasks.ToArray();
        random.Shuffle(tasks);
        tasks[0] = others[random.Next(others.Length)];
        return form with
        {
            DepartmentName = $"{form.DepartmentName}{number}",
            DepartmentCellText = $"{form.DepartmentCellText}{number}",
            FundingTotal = form.FundingTotal with { InitialBudgetFen = random.NextInt64(1_000_000_000), ActualExpenditureFen = random.NextInt64(1_000_000_000) },
            AchievedObjective = Sentences(form.AchievedObjective, random),
            Tasks = [.. tasks.Select((task, i) => task with { Label = $"任务{i + 1}", Achieved = Sentences(task.Achieved, random), FundsFen = random.NextInt64(100_000_000) })],
        };
    }

    private static string Sentences(string text, Random random)
    {
        var sentences = text.Split('。', StringSplitOptions.RemoveEmptyEntries);
        random.Shuffle(sentences);
        return string.Concat(sentences.Select(sentence => sentence + "。"));
    }
}
