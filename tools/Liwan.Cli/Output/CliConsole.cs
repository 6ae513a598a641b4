using System.Text;
using Spectre.Console;

namespace Liwan.Cli.Output;

/// <summary>Where a command writes: results to stdout; notices, progress and errors to stderr.</summary>
internal sealed class CliConsole
{
    /// <summary>Without a terminal nothing is wrapped: a script reads whole lines.</summary>
    private const int RedirectedWidth = 1_000;

    private readonly Func<Stream> _openStandardOutput;

    public CliConsole(TextWriter output, TextWriter error, Func<Stream> openStandardOutput)
    {
        _openStandardOutput = openStandardOutput;
        OutputWriter = output;
        ErrorWriter = error;
        Output = Create(output);
        Error = Create(error);
    }

    public TextWriter OutputWriter { get; }
    public TextWriter ErrorWriter { get; }
    public IAnsiConsole Output { get; }
    public IAnsiConsole Error { get; }

    /// <summary>The console of this process, in UTF-8 whatever the locale says.</summary>
    public static CliConsole OfThisProcess()
    {
        Console.OutputEncoding = new UTF8Encoding(false);
        return new CliConsole(Console.Out, Console.Error, Console.OpenStandardOutput);
    }

    /// <summary>Opens stdout for bytes.</summary>
    public Stream OpenStandardOutput() => _openStandardOutput();

    /// <summary>Tells people something on stderr.</summary>
    public void Notice(string text) => Error.MarkupLineInterpolated($"[grey]{text}[/]");

    private static IAnsiConsole Create(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output, Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!output.IsTerminal)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
