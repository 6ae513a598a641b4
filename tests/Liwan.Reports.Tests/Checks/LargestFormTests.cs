using System.Diagnostics;
using Liwan.Documents.Forms;
using Xunit.Abstractions;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

/// <summary>The largest form that the limits allow, many times what fits into a message, of texts that are hard on the rules.</summary>
public sealed class LargestFormTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("荔湾区召开会议")]
    [InlineData("2020 年较")]
    [InlineData("1 ")]
    [InlineData("138 0013 ")]
    [InlineData("110105-19491231-")]
    [InlineData("13800138000、")]
    [InlineData("\U000200A4\U000200CC\U00020121")]
    public void Run_OfTheLargestForm_TakesNoTimeToSpeakOf(string piece)
    {
        var form = Largest(piece);
        _ = All.Run(FormContents.Faultless, yearBefore: null);

        var watch = Stopwatch.StartNew();
        var findings = All.Run(form, yearBefore: form);
        watch.Stop();

        output.WriteLine($"{piece}: {watch.ElapsedMilliseconds} ms, {findings.Count} findings");
        Assert.InRange(findings.Count, 1, 1000);
        // A tenth of it is usual; the machine may be busy, or stand still for seconds.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static FormContent Largest(string piece)
    {
        var name = Text(piece, 200);
        var cell = Text(piece, 2000);
        var text = Text(piece, 20_000);
        var indicator = new FormIndicator(name, cell, cell, cell, cell);
        var task = new FormTask(name, text, text, long.MaxValue, [.. Enumerable.Repeat(indicator, 50)]);
        return (FormContents.Complete with
        {
            ExpectedObjective = text,
            AchievedObjective = text,
            Problems = text,
            Improvements = text,
            Tasks = [.. Enumerable.Repeat(task, 100)],
        }).WithFunding([.. Enumerable.Repeat(FormContents.Row(4248_39, -768_27, 3335_41, name), 50)]);
    }

    private static string Text(string piece, int characters) => string.Concat(Enumerable.Repeat(piece, characters / piece.Length));
}
