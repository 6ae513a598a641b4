using State = Liwan.Reports.V1.Report.Types.State;

namespace Liwan.Reports.Tests.Life;

/// <summary>What callers ask of a form.</summary>
internal enum Wish
{
    Edit,
    Submit,
    Recall,
    Return,
    Accept,
    Publish,
    Unpublish,
}

/// <summary>Who asks.</summary>
internal enum Actor
{
    Clerk,
    ClerkOfAnother,
    Reviewer,
    Auditor,
}

/// <summary>Which etag comes with the wish.</summary>
internal enum Seen
{
    Nothing,
    Current,
    Stale,
}

/// <summary>One step: who wants what, and how.</summary>
/// <param name="Wish">What is asked.</param>
/// <param name="Actor">Who asks.</param>
/// <param name="Seen">With which etag.</param>
/// <param name="Callers">How many ask for it at the same time, each with a request id of its own.</param>
/// <param name="Repeats">Whether each asks again with the same request id afterwards.</param>
internal sealed record Step(Wish Wish, Actor Actor, Seen Seen, int Callers, bool Repeats)
{
    /// <summary>A step by chance; those that may succeed are the most frequent.</summary>
    public static Step Random(Random random)
    {
        var wish = (Wish)random.Next(7);
        var proper = FormModel.IsOfClerks(wish) ? Actor.Clerk : Actor.Reviewer;
        return new Step(
            wish,
            random.Next(6) == 0 ? (Actor)random.Next(4) : proper,
            random.Next(5) switch { 0 => Seen.Stale, 1 or 2 => Seen.Nothing, _ => Seen.Current },
            random.Next(6) == 0 ? 2 : 1,
            random.Next(4) == 0);
    }
}

/// <summary>A form as the table of states describes it; knows nothing of how the service does it.</summary>
internal sealed class FormModel
{
    private static readonly Dictionary<Wish, (State[] From, State To, string Event)> Moves = new()
    {
        [Wish.Submit] = ([State.Draft, State.Returned], State.Submitted, "ReportSubmitted"),
        [Wish.Recall] = ([State.Submitted], State.Draft, "ReportRecalled"),
        [Wish.Return] = ([State.Submitted, State.Accepted], State.Returned, "ReportReturned"),
        [Wish.Accept] = ([State.Submitted], State.Accepted, "ReportAccepted"),
        [Wish.Publish] = ([State.Accepted], State.Published, "ReportPublished"),
        [Wish.Unpublish] = ([State.Published], State.Accepted, "ReportUnpublished"),
    };

    public State State { get; private set; } = State.Draft;

    public int Revisions { get; private set; }

    /// <summary>The events that tell of moves.</summary>
    public List<string> Events { get; } = ["ReportStarted"];

    /// <summary>The history without archiving.</summary>
    public List<string> Changes { get; } = ["start"];

    public static bool IsOfClerks(Wish wish) => wish is Wish.Edit or Wish.Submit or Wish.Recall;

    /// <summary>The reason with which one caller is refused now; null if the wish is granted.</summary>
    public string? Refusal(Step step)
    {
        var right = IsOfClerks(step.Wish) ? Actor.Clerk : Actor.Reviewer;
        if (step.Actor != right)
        {
            return "PERMISSION_DENIED";
        }

        var open = step.Wish == Wish.Edit ? State is State.Draft or State.Returned : Moves[step.Wish].From.Contains(State);
        // A submission looks at the state first: what its etag covers costs three calls.
        return step.Wish == Wish.Submit
            ? !open ? "STATE_FORBIDS" : step.Seen == Seen.Stale ? "ETAG_MISMATCH" : null
            : step.Seen == Seen.Stale ? "ETAG_MISMATCH" : open ? null : "STATE_FORBIDS";
    }

    public void Apply(Wish wish)
    {
        Changes.Add(wish.ToString().ToLowerInvariant());
        if (wish == Wish.Edit)
        {
            return;
        }

        State = Moves[wish].To;
        Revisions += wish == Wish.Submit ? 1 : 0;
        Events.Add(Moves[wish].Event);
    }
}
