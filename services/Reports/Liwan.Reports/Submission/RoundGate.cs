using System.Globalization;
using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Reports.Submission;

/// <summary>Lets forms through while the round of their year is open.</summary>
internal sealed class RoundGate(EvaluationRoundService.EvaluationRoundServiceClient rounds)
{
    private const string Service = "departments";

    /// <summary>Returns until when, and how, forms of a year are taken.</summary>
    /// <exception cref="ServiceException">ROUND_NOT_OPEN, or SERVICE_UNAVAILABLE: the departments service did not answer.</exception>
    public async Task<SubmissionTerms> RequireOpenAsync(int year, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"rounds/{year}");
        try
        {
            var round = await rounds.GetRoundAsync(new GetRoundRequest { Name = name }, cancellationToken: cancellationToken);
            if (round.State != Round.Types.State.Open)
            {
                throw NotOpen(name, "CLOSED");
            }

            var deadline = new DateOnly(round.Deadline.Year, round.Deadline.Month, round.Deadline.Day);
            return new SubmissionTerms(name, deadline, round.LatePolicy == Round.Types.LatePolicy.Refused);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw NotOpen(name, "NOT_OPENED");
        }
        catch (RpcException e) when (e.IsOutage())
        {
            throw new ServiceException(ErrorCatalogue.ServiceUnavailable, e, ("service", Service));
        }
    }

    private static ServiceException NotOpen(string name, string state) => new(
        ErrorCatalogue.RoundNotOpen,
        [new UnmetPrecondition("ROUND", name, "该年度的绩效自评尚未开放或已截止，请联系区财政局。")],
        ("name", name), ("state", state));
}

/// <summary>Until when an open round takes forms, and what happens to later ones.</summary>
/// <param name="Round">Its resource name.</param>
/// <param name="Deadline">The last day.</param>
/// <param name="RefusesLate">Whether later forms are refused; else they are marked.</param>
internal sealed record SubmissionTerms(string Round, DateOnly Deadline, bool RefusesLate)
{
    /// <summary>Whether a form that is submitted at a moment is late.</summary>
    /// <exception cref="ServiceException">DEADLINE_PASSED: it is, and is refused.</exception>
    public bool IsLate(DateTimeOffset moment)
    {
        var late = moment >= LiwanDays.EndOf(Deadline);
        return late && RefusesLate
            ? throw new ServiceException(
                ErrorCatalogue.DeadlinePassed,
                [new UnmetPrecondition("DEADLINE", Round, "本年度填报已截止，且不接受逾期提交，请联系区财政局。")],
                ("name", Round), ("deadline", Deadline.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            : late;
    }
}
