using Liwan.Documents.Reading;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>The straight lines that are drawn on a page, level ones and upright ones; thin filled bars are lines too.</summary>
internal sealed class Rulings
{
    private const int Most = 200_000;
    private const double Slant = 0.7;
    private const double Thin = 3;
    private const double Overhang = 14;

    /// <summary>A line at a height or a place, from one end to the other.</summary>
    public readonly record struct Segment(double At, double From, double To);

    /// <summary>Level lines: their y, from x to x.</summary>
    public List<Segment> Level { get; } = [];

    /// <summary>Upright lines: their x, from y to y.</summary>
    public List<Segment> Upright { get; } = [];

    public Rulings(Page page)
    {
        foreach (PdfPath path in page.Paths)
        {
            if (path.IsClipping || (!path.IsStroked && !path.IsFilled))
            {
                continue;
            }

            foreach (PdfSubpath subpath in path)
            {
                Add(subpath, path.IsStroked);
                if (Level.Count + Upright.Count > Most)
                {
                    throw new DocumentReadException($"第{page.Number}页的线条超过上限 {Most:N0} 条。");
                }
            }
        }
    }

    /// <summary>Closes the table where the page ends: many writers leave cells that go on overleaf open there.</summary>
    public void CloseEnds(double near)
    {
        if (Upright.Count == 0)
        {
            return;
        }

        double bottom = Upright.Min(line => line.From);
        if (!IsRuled(bottom, near))
        {
            // Where the lines of a divided cell stop, its last line of text may hang over.
            Upright.AddRange([.. Upright.Where(line => line.From - bottom <= near).Select(line => line with { From = bottom - Overhang, To = bottom })]);
            Close(bottom - Overhang);
        }

        double top = Upright.Max(line => line.To);
        if (!IsRuled(top, near))
        {
            Close(top);
        }
    }

    private bool IsRuled(double end, double near) =>
        Level.Where(line => Math.Abs(line.At - end) <= near).Sum(line => line.To - line.From) >= Upright.Max(line => line.At) - Upright.Min(line => line.At) - near;

    private void Close(double end) => Level.Add(new Segment(end, Upright.Min(line => line.At), Upright.Max(line => line.At)));

    private void Add(PdfSubpath subpath, bool isStroked)
    {
        if (subpath.GetBoundingRectangle() is not { } box)
        {
            return;
        }

        bool isBar = box.Width <= Thin || box.Height <= Thin;
        if (!isStroked || (isBar && subpath.IsDrawnAsRectangle))
        {
            // A filled surface is background; a filled bar is a line.
            if (isBar)
            {
                AddBar(box);
            }

            return;
        }

        if (subpath.IsDrawnAsRectangle)
        {
            Level.Add(new Segment(box.Bottom, box.Left, box.Right));
            Level.Add(new Segment(box.Top, box.Left, box.Right));
            Upright.Add(new Segment(box.Left, box.Bottom, box.Top));
            Upright.Add(new Segment(box.Right, box.Bottom, box.Top));
            return;
        }

        foreach (PdfSubpath.Line line in subpath.Commands.OfType<PdfSubpath.Line>())
        {
            AddLine(line.From, line.To);
        }
    }

    private void AddLine(PdfPoint from, PdfPoint to)
    {
        if (Math.Abs(from.Y - to.Y) <= Slant)
        {
            Level.Add(new Segment((from.Y + to.Y) / 2, Math.Min(from.X, to.X), Math.Max(from.X, to.X)));
        }
        else if (Math.Abs(from.X - to.X) <= Slant)
        {
            Upright.Add(new Segment((from.X + to.X) / 2, Math.Min(from.Y, to.Y), Math.Max(from.Y, to.Y)));
        }
    }

    private void AddBar(PdfRectangle box)
    {
        if (box.Height <= box.Width)
        {
            Level.Add(new Segment((box.Bottom + box.Top) / 2, box.Left, box.Right));
        }
        else
        {
            Upright.Add(new Segment((box.Left + box.Right) / 2, box.Bottom, box.Top));
        }
    }
}
