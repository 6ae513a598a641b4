using System.CommandLine;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands;

/// <summary>Runs one operation on many forms, a few at a time, and keeps their order.</summary>
internal static class ManyForms
{
    /// <summary>How many forms are worked on at a time.</summary>
    public static Option<int> JobsOption()
    {
        var jobs = new Option<int>("--jobs", "-j") { Description = "How many forms to work on at a time.", HelpName = "N", DefaultValueFactory = _ => 4 };
        jobs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 1 and <= 64))
            {
                result.AddError("--jobs: expected 1 to 64.");
            }
        });
        return jobs;
    }

    /// <summary>
    /// Runs <paramref name="work"/> on every item. After a service proved unreachable the items not begun are given up, so that
    /// a thousand forms do not each wait for the same service.
    /// </summary>
    public static async Task<IReadOnlyList<TResult>> RunAsync<TItem, TResult>(
        CliConsole console,
        string title,
        IReadOnlyList<TItem> items,
        int jobs,
        Func<TItem, CancellationToken, Task<TResult>> work,
        Func<TItem, ServiceError, TResult> failed,
        CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        ServiceError? unreachable = null;
        await ProgressDisplay.RunAsync(console, title, items.Count, async advance =>
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Enumerable.Range(0, items.Count), options, async (i, token) =>
            {
                try
                {
                    results[i] = unreachable is { } error ? failed(items[i], error with { Message = $"未处理：{error.Message}" }) : await work(items[i], token);
                }
                catch (ServiceException e)
                {
                    results[i] = failed(items[i], e.Error);
                    if (e.Error.ExitCode == ExitCode.Unreachable)
                    {
                        unreachable = e.Error;
                    }
                }

                advance();
            });
        });
        return results;
    }
}
