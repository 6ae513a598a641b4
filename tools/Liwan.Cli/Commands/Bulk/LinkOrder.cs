namespace Liwan.Cli.Commands.Bulk;

/// <summary>A line in the order of an import.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">Its length in bytes; null if it is longer than any item.</param>
internal sealed record LinkedLine(long Number, long Offset, int? Length)
{
    /// <summary>The highest place of a line that it links to: 0 or its own unless the links make a circle.</summary>
    public long TogetherUntil { get; set; }
}

/// <summary>
/// Puts lines that link to one another so that each comes after those it links to. The order depends on the file only, so
/// an import that goes on finds every item at the place it had. Names and places are kept in memory, items are not.
/// </summary>
internal static class LinkOrder
{
    private sealed record Node(LinkedLine Line, IReadOnlyList<string> Links)
    {
        public long? Place { get; set; }

        public bool IsBegun { get; set; }
    }

    public static async Task<IReadOnlyList<LinkedLine>> OfAsync(Stream stream, BulkResource resource, CancellationToken cancellationToken)
    {
        var nodes = new List<Node>();
        var byName = new Dictionary<string, Node>(StringComparer.Ordinal);
        await foreach (var line in JsonLines.ReadAsync(stream, cancellationToken))
        {
            if (line.IsBlank)
            {
                continue;
            }

            var at = new LinkedLine(line.Number, line.Offset, line.Bytes?.Length);
            try
            {
                var message = ImportFile.Parse(line, resource);
                var node = new Node(at, [.. resource.Links.Select(link => resource.TextOf(message, link)).Where(link => link.Length > 0)]);
                nodes.Add(node);
                byName.TryAdd(resource.TextOf(message, "name"), node);
            }
            catch (FormatException)
            {
                // Told of when it is read for the import.
                nodes.Add(new Node(at, []));
            }
        }

        return Sort(nodes, byName);
    }

    private static List<LinkedLine> Sort(List<Node> nodes, Dictionary<string, Node> byName)
    {
        var order = new List<LinkedLine>(nodes.Count);
        var path = new Stack<(Node Node, int Next)>();
        foreach (var start in nodes.Where(node => !node.IsBegun))
        {
            start.IsBegun = true;
            path.Push((start, 0));
            while (path.TryPop(out var step))
            {
                if (step.Next == step.Node.Links.Count)
                {
                    step.Node.Place = order.Count;
                    order.Add(step.Node.Line);
                    continue;
                }

                path.Push(step with { Next = step.Next + 1 });
                if (byName.GetValueOrDefault(step.Node.Links[step.Next]) is { IsBegun: false } target)
                {
                    target.IsBegun = true;
                    path.Push((target, 0));
                }
            }
        }

        foreach (var node in nodes)
        {
            node.Line.TogetherUntil = node.Links.Select(link => byName.GetValueOrDefault(link)?.Place ?? 0).Append(node.Place!.Value).Max();
        }

        return order;
    }
}
