using Liwan.Documents.Fonts;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Rollup;

/// <summary>Lying bars, one of each series for each group, with their numbers beside them; below zero they run to the left.</summary>
internal sealed class BarChart
{
    private const double TitleSize = 9.5;
    private const double TextSize = 8;
    private const double Gap = 4;
    private const double KeyWidth = 16;
    private const double KeyHeight = 7;
    private const double LargestBar = 16;

    /// <summary>The share of a group's height that each of its bars has.</summary>
    private const double BarShare = 0.38;

    /// <summary>The share of the width that the names of the groups may have.</summary>
    private const double LabelShare = 0.27;

    private readonly PlacedFigure _figure;
    private readonly ChartText _text;
    private readonly FontSet _fonts;

    private BarChart(PlacedFigure figure, FontSet fonts)
    {
        _figure = figure;
        _fonts = fonts;
        _text = new ChartText(figure, fonts.Regular, TextSize);
    }

    /// <summary>Lays a chart out.</summary>
    /// <param name="box">The room for it.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="series">What the bars of a group are called; the first is blank, the second hatched.</param>
    /// <param name="groups">The groups, each with a number for each series.</param>
    /// <param name="fonts">What it is lettered in.</param>
    public static PlacedFigure Place(Box box, string title, IReadOnlyList<string> series, IReadOnlyList<BarGroup> groups, FontSet fonts)
    {
        string shown = string.Join("；", groups.Select(group =>
            $"{group.Label}：{string.Join("，", group.Bars.Select((bar, i) => $"{series[i]} {bar.Text}"))}"));
        var chart = new BarChart(new PlacedFigure(box, $"柱状图：{title}。{(groups.Count == 0 ? "没有数据" : shown)}。"), fonts);
        double top = chart.AddHead(title, series);
        chart.AddGroups(groups, box with { Top = top });
        return chart._figure;
    }

    private static BarFill FillOf(int series) => series == 0 ? BarFill.Blank : BarFill.Hatched;

    private double AddHead(string title, IReadOnlyList<string> series)
    {
        Box box = _figure.Box;
        var heading = new ChartText(_figure, _fonts.Bold, TitleSize);
        double middle = box.Top + (heading.LineHeight / 2);
        heading.Place(title, box.Left, middle, share: 0);

        // The key stands at the right of the title's line.
        double x = box.Right;
        for (int i = series.Count - 1; i >= 0; i--)
        {
            _text.Place(series[i], x, middle, share: 1);
            x -= _text.WidthOf(series[i]) + Gap + KeyWidth;
            _figure.Bars.Add(new PlacedBar(new Box(x, middle - (KeyHeight / 2), x + KeyWidth, middle + (KeyHeight / 2)), FillOf(i)));
            x -= 3 * Gap;
        }

        return box.Top + heading.LineHeight + Gap;
    }

    private void AddGroups(IReadOnlyList<BarGroup> groups, Box plot)
    {
        if (groups.Count == 0)
        {
            _text.Place("尚无计入汇总的自评表", (plot.Left + plot.Right) / 2, (plot.Top + plot.Bottom) / 2, share: 0.5);
            return;
        }

        double labels = Math.Min(LabelShare * plot.Width, groups.Max(group => _text.WidthOf(group.Label)));
        Scale scale = ScaleFor(groups, plot.Left + labels + Gap, plot.Right);
        double pitch = plot.Height / groups.Count;
        double thickness = Math.Min(LargestBar, pitch * BarShare);
        for (int i = 0; i < groups.Count; i++)
        {
            double middle = plot.Top + ((i + 0.5) * pitch);
            _text.Place(groups[i].Label, plot.Left + labels, middle, share: 1, labels + 1, pitch >= 2 * _text.LineHeight ? 2 : 1);
            double top = middle - (groups[i].Bars.Count * thickness / 2);
            for (int bar = 0; bar < groups[i].Bars.Count; bar++)
            {
                AddBar(groups[i].Bars[bar], FillOf(bar), scale, top + (bar * thickness), thickness);
            }
        }

        _figure.Rules.Add(new PlacedRule(scale.Zero, plot.Top, scale.Zero, plot.Bottom));
    }

    private void AddBar(BarValue value, BarFill fill, Scale scale, double top, double thickness)
    {
        double end = scale.Of(value.Number);
        if (end != scale.Zero)
        {
            _figure.Bars.Add(new PlacedBar(new Box(Math.Min(end, scale.Zero), top, Math.Max(end, scale.Zero), top + thickness), fill));
        }

        bool below = value.Number < 0;
        _text.Place(value.Text, below ? end - (Gap / 2) : end + (Gap / 2), top + (thickness / 2), share: below ? 1 : 0);
    }

    /// <summary>Where numbers lie, so that those beside the longest bars have room.</summary>
    private Scale ScaleFor(IReadOnlyList<BarGroup> groups, double left, double right)
    {
        List<BarValue> values = [.. groups.SelectMany(group => group.Bars)];
        double least = Math.Min(0, values.Min(value => value.Number));
        double most = Math.Max(0, values.Max(value => value.Number));
        double before = values.Where(value => value.Number < 0).Select(value => _text.WidthOf(value.Text) + Gap).DefaultIfEmpty(0).Max();
        double behind = values.Where(value => value.Number >= 0).Select(value => _text.WidthOf(value.Text) + Gap).DefaultIfEmpty(0).Max();
        double room = right - left - before - behind;
        double perUnit = most > least ? room / (most - least) : 0;
        return new Scale(left + before - (least * perUnit), perUnit);
    }

    private readonly record struct Scale(double Zero, double PerUnit)
    {
        public double Of(double number) => Zero + (number * PerUnit);
    }
}

/// <summary>Bars that belong together.</summary>
/// <param name="Label">What they are of.</param>
/// <param name="Bars">A number for each series.</param>
internal sealed record BarGroup(string Label, IReadOnlyList<BarValue> Bars);

/// <summary>A number and how it is printed.</summary>
internal readonly record struct BarValue(double Number, string Text);
