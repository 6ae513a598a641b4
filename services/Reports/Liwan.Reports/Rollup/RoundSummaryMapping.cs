using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Type;
using Liwan.Documents.Rollup;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Paging;

namespace Liwan.Reports.Rollup;

/// <summary>The summary of a round as the contract has it.</summary>
internal static class RoundSummaryMapping
{
    // The contract names both.
    private const int MostSources = 100;
    private const int MostDepartments = 5_000;

    public static RoundSummary Write(RoundSummaryContent content)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"rounds/{content.Year}");
        return new RoundSummary
        {
            Round = name,
            Progress = Write(name, content.Filings),
            CountedForms = content.Departments.Count,
            Total = Write(content.Total),
            Sources = { content.Sources.Take(MostSources).Select(source => new SourceFunding { Source = source.Source, Forms = source.Forms, Funding = Write(source.Funds) }) },
            OtherSources = content.Sources.Count > MostSources
                ? Write(content.Sources.Skip(MostSources).Aggregate(default(SummedFunds), (sum, source) => sum + source.Funds))
                : null,
            SourceCount = content.Sources.Count,
            Departments = { Page.Cut([.. content.Departments.Select(department => Write(content.Year, department))], MostDepartments, department => department.CalculateSize()).Rows },
            Outcomes = Write(content.Outcomes),
            CompletionClasses = { CompletionRateClass.All.Select((rates, i) => Write(rates, content.FormsOfClasses[i])) },
            FormsWithoutCompletionRate = content.FormsWithoutRate,
            ComputeTime = Timestamp.FromDateTimeOffset(content.ComputeTime),
        };
    }

    private static Departments.V1.RoundProgress Write(string round, FilingFigures filings) => new()
    {
        Name = $"{round}/progress",
        Owed = filings.Owed,
        NotStarted = filings.NotStarted,
        Draft = filings.Draft,
        Submitted = filings.Submitted,
        Returned = filings.Returned,
        Accepted = filings.Accepted,
        Published = filings.Published,
        Overdue = filings.Overdue,
        Late = filings.Late,
        Exempt = filings.Exempt,
    };

    private static DepartmentFigures Write(int year, SummedDepartment department) => new()
    {
        Revision = string.Create(CultureInfo.InvariantCulture, $"{new DepartmentYear(department.Department, year).In("reports")}/revisions/{department.Revision}"),
        DepartmentName = department.Name,
        Funding = Write(department.Funds),
        Outcomes = Write(department.Outcomes),
    };

    private static FundingSum Write(SummedFunds funds)
    {
        var sum = new FundingSum
        {
            InitialBudget = Write(funds.InitialBudgetFen),
            Adjustment = Write(funds.AdjustmentFen),
            ActualExpenditure = Write(funds.ActualExpenditureFen),
        };
        if (funds.CompletionRateBasisPoints is { } completion)
        {
            sum.CompletionRateBasisPoints = completion;
        }

        if (funds.AdjustmentRateBasisPoints is { } adjustment)
        {
            sum.AdjustmentRateBasisPoints = adjustment;
        }

        return sum;
    }

    private static OutcomeCounts Write(OutcomeFigures outcomes) => new()
    {
        Exceeded = outcomes.Exceeded,
        Met = outcomes.Met,
        NotMet = outcomes.NotMet,
        Qualitative = outcomes.Qualitative,
        NotReported = outcomes.NotReported,
        Exempt = outcomes.Exempt,
        Total = outcomes.Total,
    };

    private static CompletionClass Write(CompletionRateClass rates, int forms)
    {
        var written = new CompletionClass { Forms = forms };
        if (rates.Least is { } least)
        {
            written.LeastBasisPoints = least;
        }

        if (rates.Most is { } most)
        {
            written.MostBasisPoints = most;
        }

        return written;
    }

    // Sums may be beyond what FormMoney takes of a form, never beyond what the units hold: 10^13 yuan in each of 50 rows of 10,000 forms is 5 * 10^18.
    private static Money Write(Int128 fen) => new() { CurrencyCode = "CNY", Units = (long)(fen / 100), Nanos = (int)(fen % 100) * 10_000_000 };
}
