using Google.Rpc;
using Grpc.Core;
using Liwan.Reports.V1;
using State = Liwan.Reports.V1.Report.Types.State;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>Who moves a form.</summary>
internal sealed record ChaosActors(ReportService.ReportServiceClient Clerk, ReportService.ReportServiceClient Reviewer);

/// <summary>
/// One form that is moved back and forth as fast as it goes. Each call is repeated with its request id until it is answered
/// for good, so that in the end it is known of every change whether it was made.
/// </summary>
internal sealed class FormLife(string department, ChaosActors actors, Random random, ChaosTally tally)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly List<string> _acknowledged = [];
    private State _state;

    private sealed record Move(string Event, State To, Func<string, CallOptions, Task> CallAsync);

    public string Name { get; } = $"departments/{department}/reports/2021";

    public State State => _state;

    public int Submissions { get; private set; }

    /// <summary>The events of the changes that were answered OK, in their order; archiving is not among them.</summary>
    public IReadOnlyList<string> Acknowledged => _acknowledged;

    /// <summary>Lives until it is told to stop; the change that is under way then is brought to its end.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await DoAsync(new Move("ReportStarted", State.Draft, (id, options) => actors.Clerk.CreateReportAsync(
            new CreateReportRequest
            {
                Parent = $"departments/{department}",
                ReportId = "2021",
                Report = new Report { Problems = "预算编制不够精细。", Improvements = "加强预算管理。" },
                RequestId = id,
            },
            options).ResponseAsync));
        while (!stop.IsCancellationRequested)
        {
            if (await NextAsync(stop) is { } move)
            {
                await DoAsync(move);
            }
        }
    }

    // One of the moves that are open, by chance.
    private async Task<Move?> NextAsync(CancellationToken stop) => (_state, random.Next(10)) switch
    {
        (State.Draft or State.Returned, < 2) => Edit(),
        (State.Draft or State.Returned, _) => await SubmissionAsync(stop),
        (State.Submitted, < 3) => new Move("ReportRecalled", State.Draft, (id, options) => actors.Clerk.RecallReportAsync(
            new RecallReportRequest { Name = Name, Reason = "发现一处错误", RequestId = id }, options).ResponseAsync),
        (State.Submitted, < 6) or (State.Accepted, < 5) => new Move("ReportReturned", State.Returned, (id, options) => actors.Reviewer.ReturnReportAsync(
            new ReturnReportRequest { Name = Name, Reason = "请补充", RequestId = id }, options).ResponseAsync),
        (State.Submitted, _) => new Move("ReportAccepted", State.Accepted, (id, options) => actors.Reviewer.AcceptReportAsync(
            new AcceptReportRequest { Name = Name, RequestId = id }, options).ResponseAsync),
        (State.Accepted, _) => new Move("ReportPublished", State.Published, (id, options) => actors.Reviewer.PublishReportAsync(
            new PublishReportRequest { Name = Name, RequestId = id }, options).ResponseAsync),
        _ => new Move("ReportUnpublished", State.Accepted, (id, options) => actors.Reviewer.UnpublishReportAsync(
            new UnpublishReportRequest { Name = Name, Reason = "附件有误", RequestId = id }, options).ResponseAsync),
    };

    // No event tells of it. Its text is chosen once: a repeated call must carry the payload of the first.
    private Move Edit()
    {
        var problems = $"预算编制不够精细（{random.Next(1000)}）。";
        return new(string.Empty, _state, (id, options) => actors.Clerk.UpdateReportAsync(
            new UpdateReportRequest { Report = new Report { Name = Name, Problems = problems }, UpdateMask = new() { Paths = { "problems" } }, RequestId = id },
            options).ResponseAsync);
    }

    private async Task<Move?> SubmissionAsync(CancellationToken stop)
    {
        try
        {
            var check = await actors.Clerk.CheckReportAsync(new CheckReportRequest { Name = Name }, Options());
            return new Move("ReportSubmitted", State.Submitted, (id, options) => actors.Clerk.SubmitReportAsync(
                new SubmitReportRequest { Name = Name, Etag = check.Etag, RequestId = id }, options).ResponseAsync);
        }
        catch (RpcException e) when (IsForNow(e))
        {
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
    }

    // Now and then two callers want the same at once: one of them has it.
    private async Task DoAsync(Move move)
    {
        var callers = move.Event.Length > 0 && random.Next(8) == 0 ? 2 : 1;
        var answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => AnsweredAsync(move)));
        var done = answers.Count(answer => answer);
        if (done > 1)
        {
            tally.Wrong.Enqueue($"{Name}: {done} of {callers} callers were told that their {move.Event} was done.");
        }

        if (done == 0)
        {
            return;
        }

        _state = move.To;
        tally.Count("changes");
        if (move.Event.Length > 0)
        {
            _acknowledged.Add(move.Event);
        }

        if (move.To == State.Submitted)
        {
            Submissions++;
            tally.Count("submissions");
        }
    }

    /// <summary>Whether the change was made; calls again while nobody knows.</summary>
    private async Task<bool> AnsweredAsync(Move move)
    {
        var id = Guid.NewGuid().ToString();
        while (true)
        {
            try
            {
                await move.CallAsync(id, Options());
                return true;
            }
            catch (RpcException e) when (IsForNow(e))
            {
                tally.Count("repeated calls");
                tally.Count(Reason(e) == "DATABASE_FULL" ? "refused by a full database" : "unanswered calls");
                await Task.Delay(Pause);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Aborted || Reason(e) is "STATE_FORBIDS" or "NOT_ARCHIVED" or "ALREADY_EXISTS")
            {
                tally.Count($"refused with {Reason(e)}");
                return false;
            }
            catch (RpcException e)
            {
                tally.Wrong.Enqueue($"{Name}: {move.Event} was answered {e.StatusCode} {Reason(e)}: {e.Status.Detail}");
                return false;
            }
        }
    }

    private static CallOptions Options() => new(deadline: DateTime.UtcNow.AddSeconds(10));

    private static bool IsForNow(RpcException e) =>
        e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted or StatusCode.Cancelled
        // A connection that breaks in the middle of an answer.
        || (e.StatusCode == StatusCode.Internal && Reason(e).Length == 0);

    private static string Reason(RpcException e) => e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? string.Empty;
}
