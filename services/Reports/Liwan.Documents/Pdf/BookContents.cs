using System.Globalization;
using Liwan.Documents.Appendices;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Pdf;

/// <summary>The table of contents of a book of forms.</summary>
/// <param name="Title">The title of the book.</param>
/// <param name="YearLine">The line of the year under it.</param>
public sealed record BookContents(string Title, string YearLine)
{
    /// <summary>What the table of contents is called.</summary>
    public const string Name = "目录";

    private static readonly AppendixColumn[] Columns =
    [
        new("序号", 0.08), new("部门名称", 0.46, AppendixColumnKind.RunningText), new("状态", 0.12), new("版次", 0.08), new("提交日期", 0.16), new("页码", 0.10),
    ];

    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Adds the line of a form.</summary>
    /// <param name="department">The name of its department.</param>
    /// <param name="state">Where it stands, in Chinese.</param>
    /// <param name="revision">The number of the revision.</param>
    /// <param name="submitted">The day it was submitted.</param>
    /// <param name="page">Its first page.</param>
    public void Add(string department, string state, int revision, DateOnly submitted, int page) => _rows.Add(
    [
        Number(_rows.Count + 1), department, state, Number(revision), submitted.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Number(page),
    ]);

    internal FormGrid ToGrid()
    {
        var table = new FormAppendix("", $"{Name}（共 {_rows.Count} 份）", Columns, _rows, WhenEmpty: "没有符合条件的自评表。");
        FormGrid grid = AppendixGrid.Build(table, 0);
        return grid with { Heading = grid.Heading with { Title = Title, YearLine = YearLine } };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
