using System.Globalization;

namespace Liwan.AppHost.Local;

/// <summary>What the operator reads: each line says whose it is.</summary>
internal sealed class ClusterConsole
{
    private const string Own = "apphost";
    private const string Reset = "\u001b[0m";
    private const string Red = "\u001b[31m";
    private const string Bold = "\u001b[1m";
    private static readonly string[] Colours = ["\u001b[36m", "\u001b[32m", "\u001b[35m", "\u001b[34m", "\u001b[33m", "\u001b[96m", "\u001b[92m", "\u001b[95m"];

    private readonly TextWriter _output;
    private readonly bool _colour;
    private readonly int _width;
    private readonly Dictionary<string, string> _colours = [];
    private readonly Lock _writing = new();

    public ClusterConsole(TextWriter output, bool colour, IEnumerable<string> names)
    {
        _output = output;
        _colour = colour;
        string[] all = [Own, .. names];
        _width = all.Max(name => name.Length);
        foreach (var (name, index) in all.Select((name, index) => (name, index)))
        {
            _colours[name] = index == 0 ? Bold : Colours[(index - 1) % Colours.Length];
        }
    }

    /// <summary>The console of this process, in colour where it is a terminal and NO_COLOR is not set.</summary>
    public static ClusterConsole Create(IEnumerable<string> names) =>
        new(Console.Out, !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")), names);

    /// <summary>A line that a process wrote.</summary>
    public void WriteOutput(string name, string line) => Write(name, line, colour: null);

    /// <summary>A line of the AppHost about itself.</summary>
    public void WriteNote(string line) => Write(Own, line, colour: null);

    /// <summary>Something went wrong with a process.</summary>
    public void WriteProblem(string name, string problem) => Write(Own, $"{name} {problem}", Red);

    /// <summary>Repeats what a process wrote last, so that it need not be looked for.</summary>
    public void WriteLastLines(string name, IReadOnlyList<string> lines)
    {
        foreach (var line in lines.Count == 0 ? ["(it wrote nothing)"] : lines)
        {
            Write(Own, $"  {name}: {line}", Red);
        }
    }

    /// <summary>All processes with state, addresses and process id.</summary>
    public void WriteTable(IReadOnlyList<ResourceInstance> instances)
    {
        var rows = instances.Select(Row).Prepend(["RESOURCE", "STATE", "PID", "RESTARTS", "ADDRESSES"]).ToList();
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column < widths.Count ? cell.PadRight(widths[column]) : cell);
            Write(Own, "  " + string.Join("  ", cells).TrimEnd(), row == rows[0] ? Bold : null);
        }
    }

    private static string[] Row(ResourceInstance instance)
    {
        var status = instance.Status;
        var addresses = status.State == ResourceState.Finished ? [] : instance.Addresses.Select(address => $"{address.Name} {address.Url}");
        return
        [
            instance.Name,
            status.State.ToString(),
            status.Pid?.ToString(CultureInfo.InvariantCulture) ?? "",
            status.Restarts == 0 ? "" : status.Restarts.ToString(CultureInfo.InvariantCulture),
            string.Join("  ", status.IsUp || status.Message is null ? addresses : [status.Message]),
        ];
    }

    private void Write(string name, string line, string? colour)
    {
        var prefix = name.PadRight(_width);
        var text = _colour ? $"{_colours[name]}{prefix}{Reset} | {colour}{line}{(colour is null ? "" : Reset)}" : $"{prefix} | {line}";
        lock (_writing)
        {
            try
            {
                _output.WriteLine(text);
            }
            catch (IOException)
            {
                // Whoever read the output is gone; the cluster goes on without a reader.
            }
        }
    }
}
