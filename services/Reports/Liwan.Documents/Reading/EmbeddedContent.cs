using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Reading;

/// <summary>Gives what a person left alone in our own document its exact value back: fen that print as hundredths of 万元, and what is not printed.</summary>
internal static class EmbeddedContent
{
    /// <summary>Whether the document still prints <paramref name="embedded"/>, cell by cell and line by line.</summary>
    public static bool IsUnchanged(FoundDocument document, FormContent embedded)
    {
        FormGrid grid = FormGridBuilder.Build(embedded);
        return document.Table.Select(cell => (cell.Row, cell.Column, cell.Text)).SequenceEqual(grid.Cells.Select(cell => (cell.Row, cell.Column, CleanText.For(cell.Text))))
            && document.LinesAbove.SelectMany(line => Words(line.Text)).SequenceEqual(Printed(grid.Heading));
    }

    /// <summary><paramref name="read"/> with the exact values of what stands in <paramref name="embedded"/> and prints the same.</summary>
    public static FormContent Restore(FormContent read, FormContent embedded)
    {
        bool sameDepartment = Same(read.DepartmentCellText, embedded.DepartmentCellText);
        return read with
        {
            Title = Text(read.Title, embedded.Title),
            Year = Same(read.YearLine, embedded.YearLine) ? embedded.Year : read.Year,
            YearLine = Text(read.YearLine, embedded.YearLine),
            AttachmentLabel = Text(read.AttachmentLabel, embedded.AttachmentLabel),
            SealLine = Text(read.SealLine, embedded.SealLine),
            DepartmentName = sameDepartment ? embedded.DepartmentName : read.DepartmentName,
            DepartmentCellText = Text(read.DepartmentCellText, embedded.DepartmentCellText),
            FundingTotal = Line(read.FundingTotal, embedded.FundingTotal),
            Funding = Restored(read.Funding, embedded.Funding, Line, line => Key(line.Source), _ => ""),
            ExpectedObjective = Text(read.ExpectedObjective, embedded.ExpectedObjective),
            AchievedObjective = Text(read.AchievedObjective, embedded.AchievedObjective),
            Tasks = Restored(
                read.Tasks, embedded.Tasks,
                (task, old) => Task(task, old, embedded.Tasks),
                task => Key(task.Expected, task.Achieved), task => Key(task.Expected), task => Key(task.Achieved), task => Key([.. task.Indicators.Select(indicator => indicator.Name)])),
            Problems = Text(read.Problems, embedded.Problems),
            Improvements = Text(read.Improvements, embedded.Improvements),
        };
    }

    private static FundingLine Line(FundingLine read, FundingLine old)
    {
        bool sameRow = read.InitialBudgetFen == Rounded(old.InitialBudgetFen) && read.AdjustmentFen == Rounded(old.AdjustmentFen) && read.ActualExpenditureFen == Rounded(old.ActualExpenditureFen);
        return new FundingLine(
            Text(read.Source, old.Source),
            Fen(read.InitialBudgetFen, old.InitialBudgetFen),
            Fen(read.AdjustmentFen, old.AdjustmentFen),
            Fen(read.ActualExpenditureFen, old.ActualExpenditureFen),
            sameRow ? old.CompletionRateBasisPoints : read.CompletionRateBasisPoints,
            sameRow ? old.AdjustmentRateBasisPoints : read.AdjustmentRateBasisPoints);
    }

    private static FormTask Task(FormTask read, FormTask old, IReadOnlyList<FormTask> all)
    {
        int number = 0;
        while (number < all.Count && !ReferenceEquals(all[number], old))
        {
            number++;
        }

        return new FormTask(
            // A blank label prints as the task's number.
            Same(read.Label, FormGridBuilder.TaskLabel(old, number)) ? old.Label : read.Label,
            Text(read.Expected, old.Expected),
            Text(read.Achieved, old.Achieved),
            Fen(read.FundsFen, old.FundsFen),
            Restored(
                read.Indicators, old.Indicators, Indicator,
                indicator => Key(indicator.Name, indicator.Definition, indicator.Target, indicator.Actual), indicator => Key(indicator.Name, indicator.Target), indicator => Key(indicator.Name)));
    }

    private static FormIndicator Indicator(FormIndicator read, FormIndicator old) => new(
        Text(read.Name, old.Name), Text(read.Definition, old.Definition), Text(read.Target, old.Target), Text(read.Actual, old.Actual), old.DeviationReason);

    /// <summary>Pairs rows by the first key that they share, in their order, and restores each from its pair.</summary>
    private static List<T> Restored<T>(IReadOnlyList<T> read, IReadOnlyList<T> embedded, Func<T, T, T> restore, params ReadOnlySpan<Func<T, string>> keys)
    {
        var restored = new T?[read.Count];
        var isPaired = new bool[read.Count];
        var open = embedded.ToList();
        foreach (Func<T, string> key in keys)
        {
            for (int i = 0; i < read.Count; i++)
            {
                int old = isPaired[i] ? -1 : open.FindIndex(candidate => key(candidate) == key(read[i]));
                if (old >= 0)
                {
                    restored[i] = restore(read[i], open[old]);
                    isPaired[i] = true;
                    open.RemoveAt(old);
                }
            }
        }

        return [.. read.Select((row, i) => isPaired[i] ? restored[i]! : row)];
    }

    private static long? Fen(long? read, long? old) => read == Rounded(old) ? old : read;

    /// <summary>What is left of an amount when it is printed.</summary>
    private static long? Rounded(long? fen) => fen is { } value ? (long)Int128.Clamp(PrintedFigures.HundredthsOfWanYuan(value) * 10_000, long.MinValue, long.MaxValue) : null;

    private static string Text(string read, string old) => Same(read, old) ? old : read;

    private static bool Same(string read, string old) => read == CleanText.For(old);

    private static string Key(params string[] texts) => string.Join('\u001F', texts.Select(CleanText.For));

    private static IEnumerable<string> Printed(FormHeading heading) =>
        ((string[])[heading.AttachmentLabel, heading.Title, heading.YearLine, heading.SealLine, heading.UnitLine]).SelectMany(line => Words(CleanText.For(line)));

    // Formats divide lines differently; no letter of them may differ.
    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
