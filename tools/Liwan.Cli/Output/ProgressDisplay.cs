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
    public static Task RunAsync(CliConsole console, string title, int total, Func<Action, Task> work)
    {
        var done = 0;
        return FollowAsync(
            console,
            work(() => Interlocked.Increment(ref done)),
            () => new ProgressState($"{title} {Volatile.Read(ref done)}/{total}", (double)Volatile.Read(ref done) / Math.Max(1, total)));
    }

    /// <summary>Follows a work to its end.</summary>
    public static async Task FollowAsync(CliConsole console, Task running, Func<ProgressState> state)
    {
        if (await Task.WhenAny(running, Task.Delay(Patience)) != running)
        {
            if (console.Error.Profile.Out.IsTerminal)
            {
                await DrawAsync(console.Error, running, state);
            }
            else
            {
                await LogAsync(console, running, state);
            }
        }

        await running;
    }

    private static Task DrawAsync(IAnsiConsole console, Task running, Func<ProgressState> state) =>
        console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var task = context.AddTask(state().Text.EscapeMarkup(), maxValue: 1);
            do
            {
                var now = state();
                task.Description = now.Text.EscapeMarkup();
                task.IsIndeterminate = now.Fraction is null;
                task.Value = now.Fraction ?? 0;
            }
            while (await Task.WhenAny(running, Task.Delay(Redraw)) != running);
        });

    private static async Task LogAsync(CliConsole console, Task running, Func<ProgressState> state)
    {
        do
        {
            console.Notice(state().Text);
        }
        while (await Task.WhenAny(running, Task.Delay(LogInterval)) != running);
    }
}

/// <summary>How far a work is.</summary>
/// <param name="Text">What it is, and the counts.</param>
/// <param name="Fraction">0 to 1; null where nobody knows the end.</param>
internal readonly record struct ProgressState(string Text, double? Fraction);
