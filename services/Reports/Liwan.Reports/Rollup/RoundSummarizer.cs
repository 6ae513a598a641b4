using System.Globalization;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.Documents.Rollup;
using Liwan.Reports.Submission;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;
using Liwan.TaskIndicators.V1;
using static Liwan.TaskIndicators.V1.Judgement.Types;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Rollup;

/// <summary>Computes the summary of a round: states from the departments service, funds from the revisions here, outcomes from the task indicators service.</summary>
internal sealed class RoundSummarizer(
    Database database,
    EvaluationRoundService.EvaluationRoundServiceClient rounds,
    TaskPlanService.TaskPlanServiceClient taskPlans,
    TimeProvider time)
{
    /// <summary>How many snapshots are held at once. One may have megabytes.</summary>
    private const int FormsAtOnce = 20;

    /// <summary>The most that ListTaskPlans gives; it gives fewer where they are large.</summary>
    private const int PlansAtOnce = 200;

    /// <exception cref="ServiceException">SERVICE_UNAVAILABLE if a service does not answer.</exception>
    /// <exception cref="RpcException">NOT_FOUND: the year has no round.</exception>
    public async Task<RoundSummaryContent> SummarizeAsync(int year, CancellationToken cancellationToken)
    {
        using var activity = ReportsTelemetry.Start("summarize");
        var name = string.Create(CultureInfo.InvariantCulture, $"rounds/{year}/progress");
        var progress = await AskAsync("departments", rounds.GetRoundProgressAsync(new GetRoundProgressRequest { Name = name }, cancellationToken: cancellationToken));
        var computed = time.Present();
        var sums = await database.ReadSnapshotAsync(session => SumAsync(session, year), cancellationToken);
        await AddOutcomesAsync(sums, year, cancellationToken);
        return sums.ToContent(year, computed, FiguresOf(progress));
    }

    private static async Task<RoundSums> SumAsync(DbSession session, int year)
    {
        var sums = new RoundSums();
        for (var after = string.Empty; ;)
        {
            var forms = await CountedForm.ListAsync(session, year, after, FormsAtOnce);
            foreach (var form in forms)
            {
                sums.Add(form.Department, form.Number, Snapshot.Read(form.Snapshot, form.FormatVersion));
            }

            if (forms.Count < FormsAtOnce)
            {
                return sums;
            }

            after = forms[^1].Department;
        }
    }

    private async Task AddOutcomesAsync(RoundSums sums, int year, CancellationToken cancellationToken)
    {
        var request = new ListTaskPlansRequest
        {
            Parent = "departments/-",
            PageSize = PlansAtOnce,
            Filter = string.Create(CultureInfo.InvariantCulture, $"year = {year}"),
            OrderBy = "year, department",
        };
        do
        {
            var page = await AskAsync("taskindicators", taskPlans.ListTaskPlansAsync(request, cancellationToken: cancellationToken));
            foreach (var plan in page.TaskPlans)
            {
                sums.AddOutcomes(plan.Name.Split('/')[1], OutcomesOf(plan));
            }

            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    private static OutcomeFigures OutcomesOf(TaskPlan plan)
    {
        var counts = plan.Tasks.SelectMany(task => task.Indicators).CountBy(indicator => indicator.Judgement?.Outcome ?? Outcome.Unspecified).ToDictionary();
        return new OutcomeFigures(
            counts.GetValueOrDefault(Outcome.Exceeded),
            counts.GetValueOrDefault(Outcome.Met),
            counts.GetValueOrDefault(Outcome.NotMet),
            counts.GetValueOrDefault(Outcome.Qualitative),
            counts.GetValueOrDefault(Outcome.NotReported),
            counts.GetValueOrDefault(Outcome.Exempt));
    }

    private static FilingFigures FiguresOf(RoundProgress progress) => new(
        progress.Owed, progress.NotStarted, progress.Draft, progress.Submitted, progress.Returned,
        progress.Accepted, progress.Published, progress.Overdue, progress.Late, progress.Exempt);

    private static async Task<T> AskAsync<T>(string service, AsyncUnaryCall<T> call)
    {
        try
        {
            return await call;
        }
        catch (RpcException e) when (e.IsOutage())
        {
            throw new ServiceException(ErrorCatalogue.ServiceUnavailable, e, ("service", service));
        }
    }
}
