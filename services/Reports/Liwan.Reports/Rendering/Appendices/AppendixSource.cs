using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Liwan.Documents.Appendices;
using Liwan.Documents.Forms;
using Liwan.Messaging;
using Liwan.Reports.Checks;
using Liwan.Reports.Review;
using Liwan.Reports.Submission;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;
using Liwan.TaskIndicators.V1;
using Appendix = Liwan.Reports.V1.RenderReportRequest.Types.Appendix;
using Report = Liwan.Reports.Drafts.Report;

namespace Liwan.Reports.Rendering.Appendices;

/// <summary>Gathers what others say of a form, to be printed behind it.</summary>
internal sealed class AppendixSource(Database database, TaskPlanService.TaskPlanServiceClient taskPlans)
{
    /// <summary>The appendices of a revision, in the order asked for.</summary>
    /// <exception cref="ServiceException">SCORES_NOT_KEPT, or that a service does not answer.</exception>
    public Task<IReadOnlyList<FormAppendix>> OfRevisionAsync(
        Report report, int number, FormContent content, IEnumerable<Appendix> wanted, CancellationToken cancellationToken) =>
        GatherAsync(
            wanted,
            $"{content.DepartmentName}　{content.YearLine}　第 {number} 版",
            subject => CommentsAsync(subject, report, number, cancellationToken),
            async subject => FindingsAppendix.Of(subject, content, await KeptFindingsAsync(report, number, cancellationToken)),
            subject => IsLocked(report) && number == report.Revision
                ? ScoresAsync(subject, report, content, cancellationToken)
                : throw new ServiceException(ErrorCatalogue.ScoresNotKept, ("name", $"{report.Name}/revisions/{number}")));

    /// <summary>The appendices of a draft, in the order asked for.</summary>
    /// <param name="report">Whose draft.</param>
    /// <param name="draft">What it says.</param>
    /// <param name="wanted">Which appendices.</param>
    /// <param name="check">Checks the draft.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ServiceException">A service does not answer.</exception>
    public Task<IReadOnlyList<FormAppendix>> OfDraftAsync(
        Report report, FormContent draft, IEnumerable<Appendix> wanted, Func<Task<IReadOnlyList<Finding>>> check, CancellationToken cancellationToken) =>
        GatherAsync(
            wanted,
            $"{draft.DepartmentName}　{draft.YearLine}　草稿",
            subject => CommentsAsync(subject, report, int.MaxValue, cancellationToken),
            async subject => FindingsAppendix.Of(subject, draft, await check()),
            subject => ScoresAsync(subject, report, draft, cancellationToken));

    private static async Task<IReadOnlyList<FormAppendix>> GatherAsync(
        IEnumerable<Appendix> wanted,
        string subject,
        Func<string, Task<FormAppendix>> comments,
        Func<string, Task<FormAppendix>> findings,
        Func<string, Task<FormAppendix>> scores)
    {
        var gathered = new List<FormAppendix>();
        foreach (var appendix in wanted)
        {
            gathered.Add(await (appendix switch
            {
                Appendix.ReviewComments => comments(subject),
                Appendix.Findings => findings(subject),
                _ => scores(subject),
            }));
        }

        return gathered;
    }

    private async Task<FormAppendix> CommentsAsync(string subject, Report report, int lastRevision, CancellationToken cancellationToken) =>
        ReviewCommentsAppendix.Of(
            subject, await database.ReadAsync(session => ReviewCommentRepository.ListUntilAsync(session, report.Key, lastRevision), cancellationToken));

    private async Task<IReadOnlyList<Finding>> KeptFindingsAsync(Report report, int number, CancellationToken cancellationToken)
    {
        var revision = await database.ReadAsync(session => RevisionRepository.FindAsync(session, report.Key, number), cancellationToken);
        return revision is null ? [] : JsonSerializer.Deserialize(revision.Findings, FindingJson.Default.IReadOnlyListFinding) ?? [];
    }

    // While the form is locked, so is its task plan.
    private static bool IsLocked(Report report) => report.State is ReportState.Submitted or ReportState.Accepted or ReportState.Published;

    private async Task<FormAppendix> ScoresAsync(string subject, Report report, FormContent content, CancellationToken cancellationToken)
    {
        var request = new ScoreTaskPlanRequest { Name = report.Key.In("taskPlans"), BudgetExecutionRate = ExecutionRate(content) };
        try
        {
            var score = taskPlans.ScoreTaskPlanAsync(request, cancellationToken: cancellationToken).ResponseAsync;
            var rules = taskPlans.ListRuleSetsAsync(new ListRuleSetsRequest(), cancellationToken: cancellationToken).ResponseAsync;
            await System.Threading.Tasks.Task.WhenAll(score, rules);
            return ScoresAppendix.Of(subject, (await rules).RuleSets.First(set => set.Name == score.Result.RuleSet), await score);
        }
        catch (RpcException e) when (e.IsOutage())
        {
            throw new ServiceException(ErrorCatalogue.ServiceUnavailable, e, ("service", "taskindicators"));
        }
    }

    /// <summary>The form's 预算完成率 in percent; empty where it has none that can be scored.</summary>
    private static string ExecutionRate(FormContent content) =>
        content.FundingTotal.CompletionRateBasisPoints is >= 0 and <= 1_000_000 and var rate
            ? (rate / 100m).ToString("0.00", CultureInfo.InvariantCulture)
            : string.Empty;
}
