using Liwan.ServiceDefaults.Errors;

namespace Liwan.Departments.Rounds;

/// <summary>A move of a round from one state to the other; there are no others than these.</summary>
internal sealed record RoundMove(string Name, RoundState From, RoundState To)
{
    public static readonly RoundMove Close = new("close", RoundState.Open, RoundState.Closed);

    public static readonly RoundMove Reopen = new("reopen", RoundState.Closed, RoundState.Open);

    private static readonly RoundMove[] All = [Close, Reopen];

    /// <summary>Throws unless the round's state allows the move.</summary>
    /// <exception cref="ServiceException">STATE_FORBIDS, naming the state and the moves that are open.</exception>
    public void Require(Round round)
    {
        if (round.State == From)
        {
            return;
        }

        var open = string.Join(", ", All.Where(move => move.From == round.State).Select(move => move.Name));
        var state = round.State.ToString().ToUpperInvariant();
        throw new ServiceException(
            ErrorCatalogue.StateForbids,
            [new UnmetPrecondition("STATE", round.Name, $"当前状态为 {state}，可以进行的操作：{open}。")],
            ("name", round.Name), ("state", state), ("allowed", open));
    }
}
