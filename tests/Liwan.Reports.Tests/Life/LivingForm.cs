using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Reports.V1;
using Liwan.Testing;

namespace Liwan.Reports.Tests.Life;

/// <summary>What one caller was answered.</summary>
/// <param name="Report">The report, if the wish was granted.</param>
/// <param name="Refusal">The reason of the error, if it was not.</param>
internal sealed record Outcome(Report? Report, string? Refusal);

/// <summary>A real form, as several actors reach it.</summary>
internal sealed class LivingForm(ReportsFixture fixture, string name)
{
    private const string StaleEtag = "0123456789abcdef";
    private readonly string _department = name.Split('/')[1];

    public string Name => name;

    /// <summary>The etag that a step comes with.</summary>
    public async Task<string> EtagAsync(Step step)
    {
        if (step.Wish == Wish.Submit)
        {
            // What it covers is required, so without one nothing would be tried.
            var seen = (await fixture.Reports.CheckReportAsync(new CheckReportRequest { Name = name })).Etag;
            return step.Seen == Seen.Stale ? $"{StaleEtag}.{seen[(seen.IndexOf('.', StringComparison.Ordinal) + 1)..]}" : seen;
        }

        return step.Seen switch
        {
            Seen.Nothing => string.Empty,
            Seen.Stale => StaleEtag,
            _ => (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).Etag,
        };
    }

    /// <summary>Asks once.</summary>
    public async Task<Outcome> AskAsync(Step step, string etag, string requestId)
    {
        var metadata = new Metadata { { "authorization", $"Bearer {Token(step.Actor)}" } };
        try
        {
            return new Outcome(await CallAsync(step.Wish, etag, requestId, metadata), null);
        }
        catch (RpcException e) when (e.GetRpcStatus()?.GetDetail<ErrorInfo>() is { } info)
        {
            return new Outcome(null, info.Reason);
        }
    }

    private async Task<Report> CallAsync(Wish wish, string etag, string requestId, Metadata metadata)
    {
        var reports = fixture.AnonymousReports;
        switch (wish)
        {
            case Wish.Edit:
                // The same request under the same id, and another one under another.
                var text = $"计划性不足（{requestId}）。";
                return await reports.UpdateReportAsync(
                    new UpdateReportRequest { Report = new Report { Name = name, Problems = text, Etag = etag }, UpdateMask = FieldMask.FromString("problems"), RequestId = requestId }, metadata);
            case Wish.Submit:
                return (await reports.SubmitReportAsync(new SubmitReportRequest { Name = name, Etag = etag, RequestId = requestId }, metadata)).Report;
            case Wish.Recall:
                return await reports.RecallReportAsync(new RecallReportRequest { Name = name, Reason = "撤回", Etag = etag, RequestId = requestId }, metadata);
            case Wish.Return:
                return await reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "退回", Etag = etag, RequestId = requestId }, metadata);
            case Wish.Accept:
                return await reports.AcceptReportAsync(new AcceptReportRequest { Name = name, Etag = etag, RequestId = requestId }, metadata);
            case Wish.Publish:
                return await reports.PublishReportAsync(new PublishReportRequest { Name = name, Etag = etag, RequestId = requestId }, metadata);
            default:
                return await reports.UnpublishReportAsync(new UnpublishReportRequest { Name = name, Reason = "撤销", Etag = etag, RequestId = requestId }, metadata);
        }
    }

    private string Token(Actor actor) => actor switch
    {
        Actor.Clerk => TestTokens.Trusted.Of(Role.Clerk, _department),
        Actor.ClerkOfAnother => TestTokens.Trusted.Of(Role.Clerk, "another-office"),
        Actor.Reviewer => TestTokens.Trusted.Of(Role.Reviewer),
        _ => TestTokens.Trusted.Of(Role.Auditor),
    };
}
