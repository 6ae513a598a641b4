using Spectre.Console;

namespace Liwan.Cli.Output;

/// <summary>Shows on stderr how far a work of many steps is, once it takes more than a second.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a log, which cannot redraw a line, is told.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    /// <summary>Runs <paramref name="work"/>, which calls its argument after each of <paramref name="total"/> steps.</summary>
    public static async Task RunAsync(CliConsole console, string title, int total, Func<Action, Task> work)
    {
        var done = 0;
        var running = work(() => Interlocked.Increment(ref done));
        if (await Task.WhenAny(running, Task.Delay(Patience)) != running)
        {
            if (console.Error.Profile.Out.IsTerminal)
            {
                await DrawAsync(console.Error, title, total, running, () => Volatile.Read(ref done));
            }
            else
            {
                await LogAsync(console, title, total, running, () => Volatile.Read(ref done));
            }
        }

        await running;
    }

    private static Task DrawAsync(IAnsiConsole console, string title, int total, Task running, Func<int> done) =>
        console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var task = context.AddTask(title.EscapeMarkup(), maxValue: total);
            while (await Task.WhenAny(running, Task.Delay(Redraw)) != running)
            {
                task.Value = done();
            }
        });

    private static async Task LogAsync(CliConsole console, string title, int total, Task running, Func<int> done)
    {
        do
        {
            console.Notice($"{title} {done()}/{total}");
        }
        while (await Task.WhenAny(running, Task.Delay(LogInterval)) != running);
    }
}
