using System.Globalization;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf;

/// <summary>The bookmarks of a document: a form's blocks, each task under the block of the tasks, and whatever else begins on a page of its own.</summary>
internal sealed class PdfOutline
{
    private sealed record Entry(string Title, int Page, double Top)
    {
        public List<Entry> Children { get; } = [];
    }

    private readonly List<Entry> _entries = [];

    /// <summary>Adds the blocks and tasks of a form: where the labels of its first column stand.</summary>
    /// <param name="grid">The form.</param>
    /// <param name="pages">Its pages.</param>
    /// <param name="pageNumbers">The objects of the pages.</param>
    public void AddForm(FormGrid grid, IReadOnlyList<FormPage> pages, IReadOnlyList<int> pageNumbers)
    {
        var seen = new HashSet<int>();
        for (int page = 0; page < pages.Count; page++)
        {
            foreach (PlacedCell placed in pages[page].Cells)
            {
                GridCell cell = grid.Cells[placed.Cell];
                if (cell is { Column: 0, Role: CellRole.RowHead or CellRole.ColumnHead } && seen.Add(placed.Cell))
                {
                    Add(grid, cell, new Entry(OneLine(cell.Text), pageNumbers[page], PageGeometry.Height - placed.Box.Top));
                }
            }
        }
    }

    /// <summary>Adds a bookmark to the top of a page, behind the others or before them.</summary>
    public void AddPage(string title, int pageNumber, bool first = false) =>
        _entries.Insert(first ? 0 : _entries.Count, new Entry(OneLine(title), pageNumber, PageGeometry.Height));

    /// <summary>Writes the bookmarks.</summary>
    /// <returns>The object of their root; null without any.</returns>
    public int? Write(PdfFile file)
    {
        if (_entries.Count == 0)
        {
            return null;
        }

        int root = file.Reserve();
        (int first, int last) = Write(file, _entries, root);
        file.Begin(root).Syntax(string.Create(CultureInfo.InvariantCulture, $"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {_entries.Sum(Open)}>>"));
        file.End();
        return root;
    }

    private void Add(FormGrid grid, GridCell cell, Entry entry)
    {
        bool ofTask = cell.Role == CellRole.RowHead && grid.Rows[cell.Row].HeadRow is { } head && head != cell.Row;
        (ofTask && _entries.Count > 0 ? _entries[^1].Children : _entries).Add(entry);
    }

    private static int Open(Entry entry) => 1 + entry.Children.Count;

    private static (int First, int Last) Write(PdfFile file, List<Entry> entries, int parent)
    {
        int[] numbers = [.. entries.Select(_ => file.Reserve())];
        for (int i = 0; i < numbers.Length; i++)
        {
            Entry entry = entries[i];
            (int First, int Last)? children = entry.Children.Count == 0 ? null : Write(file, entry.Children, numbers[i]);
            PdfBuffer entriesOf = file.Begin(numbers[i]).Raw("<</Title"u8).Text(entry.Title)
                .Syntax($"/Parent {parent} 0 R/Dest[{entry.Page} 0 R/XYZ 0 ").Number(entry.Top).Raw("null]"u8);
            if (i > 0)
            {
                entriesOf.Raw("/Prev "u8).Integer(numbers[i - 1]).Raw(" 0 R"u8);
            }

            if (i + 1 < numbers.Length)
            {
                entriesOf.Raw("/Next "u8).Integer(numbers[i + 1]).Raw(" 0 R"u8);
            }

            if (children is var (first, last))
            {
                entriesOf.Syntax(string.Create(CultureInfo.InvariantCulture, $"/First {first} 0 R/Last {last} 0 R/Count {entry.Children.Count}"));
            }

            entriesOf.Raw(">>"u8);
            file.End();
        }

        return (numbers[0], numbers[^1]);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
