using System.Globalization;
using Liwan.Documents.Fonts;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Rollup;

/// <summary>Standing columns of counts, with the counts above them and what they count below.</summary>
internal static class ColumnChart
{
    private const double TitleSize = 9.5;
    private const double TextSize = 8;
    private const double Gap = 4;

    /// <summary>The share of its place that a column fills.</summary>
    private const double ColumnShare = 0.6;

    /// <summary>Lays a chart out.</summary>
    /// <param name="box">The room for it.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="columns">The columns from left to right.</param>
    /// <param name="unit">What is counted, such as 个部门.</param>
    /// <param name="fonts">What it is lettered in.</param>
    public static PlacedFigure Place(Box box, string title, IReadOnlyList<(string Label, int Count)> columns, string unit, FontSet fonts)
    {
        string shown = string.Join("；", columns.Select(column => string.Create(CultureInfo.InvariantCulture, $"{column.Label}：{column.Count}{unit}")));
        var figure = new PlacedFigure(box, $"柱状图：{title}。{shown}。");
        var heading = new ChartText(figure, fonts.Bold, TitleSize);
        heading.Place(title, box.Left, box.Top + (heading.LineHeight / 2), share: 0);

        var text = new ChartText(figure, fonts.Regular, TextSize);
        double bottom = box.Bottom - text.LineHeight;
        double top = box.Top + heading.LineHeight + Gap + text.LineHeight;
        double pitch = box.Width / columns.Count;
        double perCount = (bottom - top) / Math.Max(1, columns.Max(column => column.Count));
        for (int i = 0; i < columns.Count; i++)
        {
            double middle = box.Left + ((i + 0.5) * pitch);
            double height = columns[i].Count * perCount;
            if (height > 0)
            {
                double half = pitch * ColumnShare / 2;
                figure.Bars.Add(new PlacedBar(new Box(middle - half, bottom - height, middle + half, bottom), BarFill.Hatched));
            }

            text.Place(columns[i].Count.ToString(CultureInfo.InvariantCulture), middle, bottom - height - (text.LineHeight / 2), share: 0.5);
            text.Place(columns[i].Label, middle, bottom + (text.LineHeight / 2) + 1, share: 0.5, pitch);
        }

        figure.Rules.Add(new PlacedRule(box.Left, bottom, box.Right, bottom));
        return figure;
    }
}
