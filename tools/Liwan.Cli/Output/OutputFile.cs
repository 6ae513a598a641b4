using System.CommandLine;

namespace Liwan.Cli.Output;

/// <summary>The file that a command writes; it appears whole or not at all.</summary>
internal static class OutputFile
{
    private const string StandardOutput = "-";

    public static Option<string> Option() => new("--output", "-o")
    {
        Description = "The file to write; - is stdout, what is said about it then goes to stderr.",
        HelpName = "FILE",
        Required = true,
    };

    public static bool IsStandardOutput(string file) => file == StandardOutput;

    public static Task WriteAsync(CliConsole console, string file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        WriteAsync(console, file, stream => stream.WriteAsync(bytes, cancellationToken).AsTask(), cancellationToken);

    public static async Task WriteAsync(CliConsole console, string file, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsStandardOutput(file))
        {
            await using var output = console.OpenStandardOutput();
            await write(output);
            return;
        }

        var path = Path.GetFullPath(file);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
