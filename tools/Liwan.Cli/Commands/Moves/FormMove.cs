using Grpc.Core;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Reports.V1;
using State = Liwan.Reports.V1.Report.Types.State;

namespace Liwan.Cli.Commands.Moves;

/// <summary>What became of one form: moved, or as it should be already (then without a report), or an error.</summary>
internal sealed record MoveOutcome(FormName Name, Report? Report, bool WasSoAlready, ServiceError? Error)
{
    public int Code => Error?.ExitCode ?? ExitCode.Ok;
}

/// <summary>A move of forms from one state to another.</summary>
/// <param name="Name">The name of the command.</param>
/// <param name="Chinese">What people call it.</param>
/// <param name="Description">What the command says of itself.</param>
/// <param name="Reason">What its reason is for; null if it has none.</param>
/// <param name="AlreadyThere">The states in which there is nothing left to do.</param>
internal sealed record FormMove(string Name, string Chinese, string Description, string? Reason, params State[] AlreadyThere)
{
    private const int MostInBatch = 100;

    public static readonly FormMove Recall = new(
        "recall", "撤回", "Take submitted forms back before they are reviewed (撤回); they can then be edited and submitted again.", "Why they are taken back.")
    {
        Single = (clients, name, reason, token) => clients.ReportsAsync(
            (c, o) => c.RecallReportAsync(new() { Name = name, Reason = reason, RequestId = ServiceClients.NewRequestId() }, o), token),
    };

    public static readonly FormMove Return = new(
        "return", "退回", "Return submitted or accepted forms to their departments with a reason (退回); they can then be edited and submitted again.", "What the departments have to mend.", State.Returned)
    {
        Batch = async (clients, names, reason, token) =>
        {
            var request = new BatchReturnReportsRequest();
            request.Requests.AddRange(names.Select(name => new ReturnReportRequest { Name = name.Report, Reason = reason, RequestId = ServiceClients.NewRequestId() }));
            return (await clients.ReportsAsync((c, o) => c.BatchReturnReportsAsync(request, o), token)).Outcomes;
        },
    };

    public static readonly FormMove Accept = new(
        "accept", "通过", "Accept submitted forms (审核通过).", null, State.Accepted, State.Published)
    {
        Batch = async (clients, names, _, token) =>
        {
            var request = new BatchAcceptReportsRequest();
            request.Requests.AddRange(names.Select(name => new AcceptReportRequest { Name = name.Report, RequestId = ServiceClients.NewRequestId() }));
            return (await clients.ReportsAsync((c, o) => c.BatchAcceptReportsAsync(request, o), token)).Outcomes;
        },
    };

    public static readonly FormMove Publish = new(
        "publish", "公开", "Make accepted forms public (公开), once their documents are archived.", null, State.Published)
    {
        Single = (clients, name, _, token) => clients.ReportsAsync(
            (c, o) => c.PublishReportAsync(new() { Name = name, RequestId = ServiceClients.NewRequestId() }, o), token),
    };

    public static readonly FormMove Unpublish = new(
        "unpublish", "撤销公开", "Withdraw published forms from the public with a reason (撤销公开).", "Why they are withdrawn.", State.Accepted)
    {
        Single = (clients, name, reason, token) => clients.ReportsAsync(
            (c, o) => c.UnpublishReportAsync(new() { Name = name, Reason = reason, RequestId = ServiceClients.NewRequestId() }, o), token),
    };

    private Func<ServiceClients, string, string, CancellationToken, Task<Report>>? Single { get; init; }

    private Func<ServiceClients, IReadOnlyList<FormName>, string, CancellationToken, Task<IReadOnlyList<BatchReportOutcome>>>? Batch { get; init; }

    /// <summary>Moves forms, each by itself: what one refuses does not keep the others.</summary>
    public async Task<IReadOnlyList<MoveOutcome>> RunAsync(CliSession session, IReadOnlyList<FormName> names, string reason, int jobs, CancellationToken cancellationToken)
    {
        // A batch is one item of work: few calls, and one that fails as a whole fails its forms only.
        var size = Batch is null ? 1 : MostInBatch;
        var outcomes = await ManyForms.RunAsync(
            session.Console,
            Chinese,
            [.. names.Chunk(size)],
            jobs,
            (chunk, token) => MoveAsync(session.Clients, chunk, reason, token),
            (chunk, error) => [.. chunk.Select(name => Failed(name, error))],
            cancellationToken);
        return [.. outcomes.SelectMany(chunk => chunk)];
    }

    private async Task<IReadOnlyList<MoveOutcome>> MoveAsync(ServiceClients clients, FormName[] names, string reason, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation(Name, names[0]);
        if (Batch is null)
        {
            return [new MoveOutcome(names[0], await Single!(clients, names[0].Report, reason, cancellationToken), false, null)];
        }

        var outcomes = await Batch(clients, names, reason, cancellationToken);
        return [.. outcomes.Zip(names, (outcome, name) => outcome.Error is { } error
            ? Failed(name, ServiceError.From(error.ToRpcException(), clients.Addresses.Reports))
            : new MoveOutcome(name, outcome.Report, false, null))];
    }

    private MoveOutcome Failed(FormName name, ServiceError error) =>
        error.Reason == "STATE_FORBIDS" && AlreadyThere.Any(state => ReportStates.OnTheWire(state) == error.Metadata.GetValueOrDefault("state"))
            ? new MoveOutcome(name, null, true, null)
            : new MoveOutcome(name, null, false, error);
}
