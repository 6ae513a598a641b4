using UglyToad.PdfPig.Tokens;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Looks over the objects of a file before and while a parser follows them: how many there are, how deep they nest, and whether chains of references that parsers follow by recursion come to an end.</summary>
internal sealed class StructureScan(ReadBudget budget)
{
    private const string Loop = "PDF 已损坏：对象之间循环引用，页面树没有尽头。";

    private readonly Dictionary<long, List<long>> _edges = [];
    private int _objects;

    /// <summary>Scans the file itself, without its compressed streams.</summary>
    public void ScanFile(ReadOnlySpan<byte> file)
    {
        var scanner = new StructureScanner(file, budget, this);
        scanner.ScanFile();
        RefuseLoops();
    }

    /// <summary>Scans a stream that was decoded, where it holds objects.</summary>
    public void ScanDecoded(DictionaryToken dictionary, ReadOnlySpan<byte> content)
    {
        if (dictionary.TryGet(NameToken.Type, out IToken value) && value is NameToken type && type.Data == "ObjStm")
        {
            ScanObjectStream(content);
            RefuseLoops();
        }
    }

    public void ScanObjectStream(ReadOnlySpan<byte> content)
    {
        var scanner = new StructureScanner(content, budget, this);
        scanner.ScanObjectStream();
    }

    public void CountObject()
    {
        if (++_objects > budget.Limits.MaxParts)
        {
            throw budget.Refuse($"PDF 的对象超过 {budget.Limits.MaxParts} 个，不予读取。");
        }
    }

    public void AddEdge(long from, long to)
    {
        if (!_edges.TryGetValue(from, out List<long>? targets))
        {
            _edges.Add(from, targets = []);
        }

        targets.Add(to);
    }

    /// <summary>Walks the chains without recursion: refuses loops, great depths, and trees whose branches share so much that they never end in practice.</summary>
    private void RefuseLoops()
    {
        // Ways to reach the end and the length of the longest, for what was walked; -1 for what is being walked.
        var walked = new Dictionary<long, (double Ways, int Depth)>(_edges.Count);
        var path = new Stack<(long Node, int Next)>();
        foreach (long root in _edges.Keys)
        {
            if (!walked.TryAdd(root, (-1, 0)))
            {
                continue;
            }

            path.Push((root, 0));
            while (path.TryPop(out (long Node, int Next) step))
            {
                List<long> targets = _edges[step.Node];
                if (step.Next < targets.Count)
                {
                    path.Push((step.Node, step.Next + 1));
                    Enter(targets[step.Next], walked, path);
                    continue;
                }

                double ways = targets.Sum(target => walked[target].Ways);
                int depth = 1 + targets.Max(target => walked[target].Depth);
                walked[step.Node] = (ways, depth);
                if (ways > budget.Limits.MaxParts || depth > budget.Limits.MaxNesting)
                {
                    throw budget.Refuse("PDF 已损坏：对象之间的引用层次过多。");
                }
            }
        }
    }

    private void Enter(long node, Dictionary<long, (double Ways, int Depth)> walked, Stack<(long Node, int Next)> path)
    {
        if (walked.TryGetValue(node, out (double Ways, int Depth) known))
        {
            if (known.Ways < 0)
            {
                throw budget.Refuse(Loop);
            }

            return;
        }

        if (_edges.ContainsKey(node))
        {
            walked.Add(node, (-1, 0));
            path.Push((node, 0));
        }
        else
        {
            walked.Add(node, (1, 0));
        }
    }
}
