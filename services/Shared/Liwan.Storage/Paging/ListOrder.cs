namespace Liwan.Storage.Paging;

/// <summary>
/// An order that a list offers: its columns up to the key, so that no two rows are equal, and an index that has them so.
/// Read backwards the index gives the order with every direction turned round, so that one is offered too.
/// </summary>
/// <typeparam name="TRow">What the list is of.</typeparam>
/// <param name="terms">The columns with their directions; the last ones are the key.</param>
public sealed class ListOrder<TRow>(params IReadOnlyList<OrderTerm<TRow>> terms)
{
    /// <summary>The columns with their directions.</summary>
    public IReadOnlyList<OrderTerm<TRow>> Terms => terms;

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Terms);

    internal ListOrder<TRow> Reversed() => new([.. Terms.Select(term => term.Reversed())]);

    /// <summary>How many of the terms that are asked for this order begins with.</summary>
    internal int Matches(IReadOnlyList<OrderByTerm> asked) =>
        asked.TakeWhile((term, i) => i < Terms.Count && Terms[i].Column.Path == term.Path && Terms[i].Descending == term.Descending).Count();
}
