using Liwan.Documents.Forms;
using Liwan.Documents.Rollup;

namespace Liwan.Reports.Rollup;

/// <summary>Sums up the forms of a year, one after the other: what is kept of a form is its own row, never its content.</summary>
internal sealed class RoundSums
{
    private readonly Dictionary<string, SummedSource> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SummedDepartment> _departments = new(StringComparer.Ordinal);
    private readonly int[] _classes = new int[CompletionRateClass.All.Count];
    private SummedFunds _total;
    private int _withoutRate;

    /// <summary>Counts a form.</summary>
    /// <param name="department">Whose form.</param>
    /// <param name="revision">The number of its revision.</param>
    /// <param name="content">What it says.</param>
    public void Add(string department, int revision, FormContent content)
    {
        var funds = default(SummedFunds);
        foreach (var rows in content.Funding.GroupBy(row => WithoutBlanks(row.Source), StringComparer.Ordinal))
        {
            var ofSource = rows.Aggregate(default(SummedFunds), (sum, row) => sum + FundsOf(row));
            var source = _sources.GetValueOrDefault(rows.Key) ?? new SummedSource(rows.Key, 0, default);
            _sources[rows.Key] = source with { Forms = source.Forms + 1, Funds = source.Funds + ofSource };
            funds += ofSource;
        }

        _departments.Add(department, new SummedDepartment(department, content.DepartmentName, revision, funds, default));
        _total += funds;
        if (funds.CompletionRateBasisPoints is { } rate)
        {
            _classes[CompletionRateClass.IndexOf(rate)]++;
        }
        else
        {
            _withoutRate++;
        }
    }

    /// <summary>Counts how the indicators of a form came out, if the form is counted.</summary>
    /// <param name="department">Whose form.</param>
    /// <param name="outcomes">Its indicators.</param>
    public void AddOutcomes(string department, OutcomeFigures outcomes)
    {
        if (_departments.TryGetValue(department, out var counted))
        {
            _departments[department] = counted with { Outcomes = counted.Outcomes + outcomes };
        }
    }

    /// <summary>The summary of what was counted.</summary>
    /// <param name="year">The year.</param>
    /// <param name="time">When it was computed.</param>
    /// <param name="filings">Where the forms of the round are.</param>
    public RoundSummaryContent ToContent(int year, DateTimeOffset time, FilingFigures filings) => new()
    {
        Year = year,
        ComputeTime = time,
        Filings = filings,
        Total = _total,
        Sources = [.. _sources.Values.OrderByDescending(source => source.Funds.ActualExpenditureFen).ThenBy(source => source.Source, StringComparer.Ordinal)],
        Departments = [.. _departments.Values.OrderByDescending(form => form.Funds.ActualExpenditureFen).ThenBy(form => form.Department, StringComparer.Ordinal)],
        Outcomes = _departments.Values.Aggregate(default(OutcomeFigures), (sum, form) => sum + form.Outcomes),
        FormsOfClasses = _classes,
        FormsWithoutRate = _withoutRate,
    };

    private static SummedFunds FundsOf(FundingLine row) =>
        new(row.InitialBudgetFen ?? 0, row.AdjustmentFen ?? 0, row.ActualExpenditureFen ?? 0);

    private static string WithoutBlanks(string source) => string.Concat(source.Where(character => !char.IsWhiteSpace(character)));
}
