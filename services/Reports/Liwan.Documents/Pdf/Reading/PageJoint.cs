namespace Liwan.Documents.Pdf.Reading;

/// <summary>What goes on over a page break, judged by the last cells before and the first behind it.</summary>
/// <param name="RowGoesOn">Whether the first row behind the break is the rest of the last row before it.</param>
/// <param name="Joined">The cells that are one, and how sure that is.</param>
internal sealed record PageJoint(bool RowGoesOn, List<(PrintedCell Before, PrintedCell Next, double Doubt)> Joined)
{
    private const double LikelyDoubt = 0.7;
    private const double WeakDoubt = 0.8;

    /// <summary>A text with so many lines is running text, which may break at the end of a sentence as well.</summary>
    private const int RunningTextLines = 5;

    private enum Verdict
    {
        /// <summary>Both cells span all rows under their label.</summary>
        Spans,

        /// <summary>The text breaks off and goes on.</summary>
        GoesOn,

        /// <summary>Running text that breaks at the end of a sentence.</summary>
        Likely,

        /// <summary>Nothing stands behind the break.</summary>
        Empty,

        /// <summary>Two texts that are each complete.</summary>
        Separate,
    }

    public static PageJoint Judge(List<PrintedCell> bottom, List<PrintedCell> top, PrintedCell? sectionLabel)
    {
        List<(PrintedCell Before, PrintedCell Next)> pairs =
            [.. top.Select(next => (Before: bottom.Find(before => before.SameColumns(next)), Next: next)).Where(pair => pair.Before is not null).Select(pair => (pair.Before!, pair.Next))];
        bool complete = pairs.Count == top.Count;
        if (pairs.Count == 0)
        {
            return new PageJoint(false, []);
        }

        if (pairs.Exists(pair => pair.Before.IsOpenBelow && pair.Next.IsOpenAbove))
        {
            // A border that was drawn on either side ends the cell; only where there is none on both it goes on.
            List<(PrintedCell, PrintedCell, double)> open = [.. pairs.Where(pair => pair.Before.IsOpenBelow && pair.Next.IsOpenAbove).Select(pair => (pair.Before, pair.Next, 1.0))];
            return new PageJoint(open.Count == top.Count, open);
        }

        (PrintedCell before, PrintedCell label) = pairs.MinBy(pair => pair.Next.Left);
        bool isLabelled = before.Left <= bottom.Min(cell => cell.Left) + PrintedCell.SameEdge && !before.IsEmpty && (label.IsEmpty || before.Text == label.Text);
        if (top.TrueForAll(cell => cell.IsEmpty))
        {
            return new PageJoint(false, []);
        }

        if (!isLabelled)
        {
            return complete ? InCutRow(pairs) : new PageJoint(false, []);
        }

        List<(PrintedCell Before, PrintedCell Next, Verdict Verdict)> judged =
            [.. pairs.Where(pair => pair.Next != label).Select(pair => (pair.Before, pair.Next, JudgePair(pair.Before, pair.Next, before, label, sectionLabel is not null)))];
        PageJoint joint = sectionLabel == label ? InSection(judged, complete) : InBand(judged, before, label, complete);
        // The repeated label counts for its rows, not for its text.
        label.Lines.Clear();
        return joint with { Joined = [(before, label, 1), .. joint.Joined] };
    }

    /// <summary>Even the label was cut in two, if most texts break off in the middle; those that do not stand in rows of their own.</summary>
    private static PageJoint InCutRow(List<(PrintedCell Before, PrintedCell Next)> pairs)
    {
        List<(PrintedCell Before, PrintedCell Next)> going = [.. pairs.Where(pair => pair.Next.IsEmpty || pair.Before.RunsOnInto(pair.Next, leastLines: 1))];
        int running = going.Count(pair => !pair.Next.IsEmpty);
        (PrintedCell before, PrintedCell next) = pairs.MinBy(pair => pair.Next.Left);
        bool labelIsCut = !next.IsEmpty && going.Contains((before, next)) && before.Right - before.Lines[^1].Right < 0.8 * before.Lines[^1].Size;
        return labelIsCut && running > 2 && running * 2 >= pairs.Count(pair => !pair.Next.IsEmpty)
            ? new PageJoint(going.Count == pairs.Count, [.. going.Select(pair => (pair.Before, pair.Next, LikelyDoubt))])
            : new PageJoint(false, []);
    }

    private static Verdict JudgePair(PrintedCell before, PrintedCell next, PrintedCell labelBefore, PrintedCell label, bool inSection)
    {
        bool spans = !inSection && ((next.RowSpan == label.RowSpan && label.RowSpan > 1) || (before.RowSpan == labelBefore.RowSpan && labelBefore.RowSpan > 1));
        return spans ? Verdict.Spans
            : next.IsEmpty ? Verdict.Empty
            : before.IsEmpty ? Verdict.Separate
            : before.RunsOnInto(next, leastLines: 2) ? Verdict.GoesOn
            : before.Lines.Count >= RunningTextLines && before.IsFilled ? Verdict.Likely
            : Verdict.Separate;
    }

    /// <summary>Rows under one label with heads of their own: they are apart unless a text says otherwise.</summary>
    private static PageJoint InSection(List<(PrintedCell Before, PrintedCell Next, Verdict Verdict)> judged, bool complete)
    {
        bool goesOn = complete && judged.Exists(pair => pair.Verdict is Verdict.GoesOn or Verdict.Likely) && !judged.Exists(pair => pair.Verdict == Verdict.Separate);
        if (goesOn)
        {
            return All(judged);
        }

        foreach ((PrintedCell before, PrintedCell next, Verdict verdict) in judged)
        {
            // A text that begins with blank lines has nothing before the break, and one of several lines may break between its paragraphs.
            if (verdict is Verdict.GoesOn or Verdict.Likely || (!next.IsEmpty && (before.IsEmpty || (before.IsFilled && before.Lines.Count > 1))))
            {
                before.Doubt = Math.Min(before.Doubt, LikelyDoubt);
                next.Doubt = Math.Min(next.Doubt, LikelyDoubt);
            }
        }

        return new PageJoint(false, []);
    }

    /// <summary>Rows under a label that is repeated: the texts beside it go on, and the rows do unless a text says otherwise.</summary>
    private static PageJoint InBand(List<(PrintedCell Before, PrintedCell Next, Verdict Verdict)> judged, PrintedCell labelBefore, PrintedCell label, bool complete)
    {
        bool separate = judged.Exists(pair => pair.Verdict == Verdict.Separate);
        if (complete && (judged.Count == 1 || !separate || LacksName(judged)))
        {
            return All(judged);
        }

        // Where a part has several rows, the cells that span them all are known already.
        bool severalRows = label.RowSpan > 1 || labelBefore.RowSpan > 1;
        return new PageJoint(
            false,
            [
                .. judged
                    .Where(pair => pair.Verdict == Verdict.Spans || (pair.Verdict != Verdict.Separate && !severalRows))
                    .Select(pair => (pair.Before, pair.Next, pair.Verdict switch { Verdict.Spans => 1, Verdict.Likely or Verdict.GoesOn => LikelyDoubt, _ => WeakDoubt })),
            ]);
    }

    /// <summary>Whether the first cell beside those that span is empty behind the break: a row of its own would begin with a name.</summary>
    private static bool LacksName(List<(PrintedCell Before, PrintedCell Next, Verdict Verdict)> judged) =>
        judged.Where(pair => pair.Verdict != Verdict.Spans).MinBy(pair => pair.Next.Left) is { Verdict: Verdict.Empty, Before.IsEmpty: false };

    private static PageJoint All(List<(PrintedCell Before, PrintedCell Next, Verdict Verdict)> judged)
    {
        // Without a text that goes on, the row behind the break may as well be one that nothing was filled into.
        double emptyDoubt = judged.Exists(pair => pair.Verdict == Verdict.GoesOn) ? 1 : WeakDoubt;
        return new PageJoint(
            true,
            [
                .. judged.Select(pair => (pair.Before, pair.Next, pair.Verdict switch
                {
                    Verdict.Likely or Verdict.Separate => LikelyDoubt,
                    Verdict.Empty => emptyDoubt,
                    _ => 1,
                })),
            ]);
    }
}
