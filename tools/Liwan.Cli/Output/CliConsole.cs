using System.Text;
using Spectre.Console;

namespace Liwan.Cli.Output;

/// <summary>Where a command writes: results to stdout; notices, progress and errors to stderr.</summary>
internal sealed class CliConsole
{
    /// <summary>A script reads whole lines, and a terminal wraps them itself, so that paths and hashes can be copied.</summary>
    private const int Unwrapped = 10_000;

    private readonly Func<Stream> _openStandardOutput;

    public CliConsole(TextWriter output, TextWriter error, Func<Stream> openStandardOutput)
    {
        _openStandardOutput = openStandardOutput;
        OutputWriter = output;
        ErrorWriter = error;
        Tables = Create(output, isTables: true);
        Lines = Create(output);
        Error = Create(error);
    }

    public TextWriter OutputWriter { get; }
    public TextWriter ErrorWriter { get; }

    /// <summary>Stdout for what fits itself to the width of the terminal.</summary>
    public IAnsiConsole Tables { get; }

    /// <summary>Stdout for lines.</summary>
    public IAnsiConsole Lines { get; }
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

    private static IAnsiConsole Create(TextWriter writer, bool isTables = false)
    {
        var output = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output, Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!isTables || !output.IsTerminal)
        {
            console.Profile.Width = Unwrapped;
        }

        return console;
    }
}
