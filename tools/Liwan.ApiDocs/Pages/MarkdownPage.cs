using System.Text;

namespace Liwan.ApiDocs.Pages;

/// <summary>Markdown with an anchor for each thing that can be linked to.</summary>
internal sealed class MarkdownPage
{
    private readonly StringBuilder _text = new();

    public static string Anchor(string id) => $"<a id=\"{id}\"></a>";

    /// <summary>A heading; with an id, something to link to.</summary>
    public void Heading(int level, string title, string? id = null) =>
        Block($"{new string('#', level)} {(id is null ? string.Empty : Anchor(id))}{title}");

    public void Text(string text)
    {
        if (text.Length > 0)
        {
            Block(text);
        }
    }

    public void List(IEnumerable<string> items) => Block(string.Join('\n', items.Select(item => $"- {item}")));

    public void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) => Block(string.Join(
        '\n',
        [Row(heads), Row([.. heads.Select(_ => "---")]), .. rows.Select(Row)]));

    public override string ToString() => _text.ToString();

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |";

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n\n", "<br>", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal);

    private void Block(string text)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        _text.Append(text).Append('\n');
    }
}
