using System.Text;
using Liwan.Cli.Output;

namespace Liwan.Cli.Commands.Bulk;

/// <summary>Where the lines that failed are told: stderr for people, or a file for scripts.</summary>
internal sealed class FailureLog : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CliConsole _console;
    private readonly StreamWriter? _file;

    private FailureLog(CliConsole console, StreamWriter? file)
    {
        _console = console;
        _file = file;
    }

    public static FailureLog Open(CliConsole console, string? path) =>
        new(console, path is null ? null : new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" });

    public void Write(ImportFailure failure)
    {
        lock (_gate)
        {
            if (_file is null)
            {
                HumanOutput.Error(_console, failure.Error, $"第 {failure.Line} 行");
            }
            else
            {
                var error = failure.Error;
                _file.WriteLine(JsonOutput.SerializeLine(new FailureLine(failure.Line, error.Status, error.Reason, error.Message, error.Fields, error.Metadata)));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }
}
