using UglyToad.PdfPig;

namespace Liwan.Cluster.Tests;

/// <summary>The text of a PDF as PdfPig extracts it, page by page in the order of the content, without white space.</summary>
internal sealed class PrintedText
{
    private readonly List<string> _pages = [];

    public PrintedText(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        foreach (var page in document.GetPages())
        {
            _pages.Add(Fold(string.Concat(page.Letters.Select(letter => letter.Value))));
        }
    }

    public int PageCount => _pages.Count;

    public string this[int page] => _pages[page];

    /// <summary>Whether a cell is printed: in one piece, or with its beginning on one page and its rest on the following.</summary>
    public bool Holds(string cell) => Holds(Fold(cell), 0);

    private bool Holds(string text, int from)
    {
        for (var page = from; page < _pages.Count; page++)
        {
            if (_pages[page].Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        for (var page = from; page < _pages.Count - 1; page++)
        {
            var begun = LongestPrefix(text, page);
            if (begun > 1 && Holds(text[begun..], page + 1))
            {
                return true;
            }
        }

        return false;
    }

    private int LongestPrefix(string text, int page)
    {
        var (low, high) = (0, text.Length);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_pages[page].Contains(text[..middle], StringComparison.Ordinal))
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private static string Fold(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
