using UglyToad.PdfPig.Core;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>The path being drawn, of which only what may be a ruling line is kept.</summary>
internal sealed class RulePath(ReadBudget budget)
{
    /// <summary>How far the ends of a straight line may be off before it counts as slanting.</summary>
    private const double Slant = 0.7;

    /// <summary>A filled rectangle up to this thick is a line.</summary>
    private const double MaxThickness = 3.5;

    /// <summary>Shorter lines are dots and the strokes of drawn letters.</summary>
    private const double MinLength = 2;

    private readonly List<(PdfPoint From, PdfPoint To)> _segments = [];
    private readonly List<(double Left, double Bottom, double Right, double Top)> _boxes = [];
    private PdfPoint _start;
    private PdfPoint _last;
    private double _left;
    private double _bottom;
    private double _right;
    private double _top;
    private int _straight;
    private bool _curved;

    public PdfPoint Start => _start;

    public void MoveTo(PdfPoint point)
    {
        EndSubpath();
        _start = _last = point;
        (_left, _bottom, _right, _top) = (point.X, point.Y, point.X, point.Y);
    }

    public void LineTo(PdfPoint point)
    {
        AddSegment(_last, point);
        Reach(point);
        _straight++;
    }

    public void CurveTo(PdfPoint point)
    {
        Reach(point);
        _curved = true;
    }

    public void Rectangle(PdfPoint a, PdfPoint b, PdfPoint c, PdfPoint d)
    {
        MoveTo(a);
        LineTo(b);
        LineTo(c);
        LineTo(d);
        Close();
    }

    public void Close()
    {
        if (_straight > 0)
        {
            LineTo(_start);
        }

        PdfPoint start = _start;
        EndSubpath();
        _start = _last = start;
    }

    public void Stroke(List<Rule> rules)
    {
        foreach ((PdfPoint from, PdfPoint to) in _segments)
        {
            double width = Math.Abs(from.X - to.X);
            double height = Math.Abs(from.Y - to.Y);
            if (height <= Slant && width >= MinLength)
            {
                Add(rules, true, (from.Y + to.Y) / 2, from.X, to.X);
            }
            else if (width <= Slant && height >= MinLength)
            {
                Add(rules, false, (from.X + to.X) / 2, from.Y, to.Y);
            }
        }
    }

    public void Fill(List<Rule> rules)
    {
        EndSubpath();
        foreach ((double left, double bottom, double right, double top) in _boxes)
        {
            double width = right - left;
            double height = top - bottom;
            if (height <= MaxThickness && width >= MinLength && width > height)
            {
                Add(rules, true, (bottom + top) / 2, left, right);
            }
            else if (width <= MaxThickness && height >= MinLength)
            {
                Add(rules, false, (left + right) / 2, bottom, top);
            }
        }
    }

    public void Clear()
    {
        EndSubpath();
        _segments.Clear();
        _boxes.Clear();
    }

    private void Add(List<Rule> rules, bool isHorizontal, double at, double from, double to)
    {
        if (double.IsFinite(at) && double.IsFinite(from) && double.IsFinite(to))
        {
            budget.Rule();
            rules.Add(new Rule(isHorizontal, at, Math.Min(from, to), Math.Max(from, to)));
        }
    }

    private void AddSegment(PdfPoint from, PdfPoint to)
    {
        if (Math.Abs(from.X - to.X) <= Slant != (Math.Abs(from.Y - to.Y) <= Slant))
        {
            // A path that is never drawn must not grow without end either.
            if (_segments.Count > ReadBudget.MaxRules)
            {
                budget.Rule();
            }

            _segments.Add((from, to));
        }
    }

    private void Reach(PdfPoint point)
    {
        _last = point;
        _left = Math.Min(_left, point.X);
        _right = Math.Max(_right, point.X);
        _bottom = Math.Min(_bottom, point.Y);
        _top = Math.Max(_top, point.Y);
    }

    private void EndSubpath()
    {
        if (_straight is >= 2 and <= 5 && !_curved && _boxes.Count <= ReadBudget.MaxRules)
        {
            _boxes.Add((_left, _bottom, _right, _top));
        }

        _straight = 0;
        _curved = false;
    }
}
