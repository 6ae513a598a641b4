using System.Globalization;
using System.Text;

namespace Liwan.Benchmarks;

/// <summary>What was measured, as the table of <c>docs/performance.md</c>.</summary>
internal sealed class ResultTable
{
    private readonly List<string> _rows = [];

    /// <summary>Adds a throughput that should be at least a share of its reference's.</summary>
    public void Add(string measured, string reference, Ratio ratio, double aim) => Add(
        measured,
        reference,
        string.Create(CultureInfo.InvariantCulture, $"{ratio.PerSecond:N0}/s to {ratio.ReferencePerSecond:N0}/s"),
        string.Create(CultureInfo.InvariantCulture, $"{ratio.Share:F2}"),
        string.Create(CultureInfo.InvariantCulture, $"at least {aim:F1}"));

    public void Add(string measured, string reference, string figures, string ratio, string aim)
    {
        _rows.Add($"| {measured} | {reference} | {figures} | {ratio} | {aim} |");
        Console.WriteLine(_rows[^1]);
    }

    public override string ToString() => new StringBuilder()
        .AppendLine("| measured | reference, in the same run | figures | ratio | aim |")
        .AppendLine("|---|---|---|---|---|")
        .AppendJoin('\n', _rows)
        .AppendLine()
        .ToString();
}
