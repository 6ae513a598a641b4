using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Filtering;

namespace Liwan.Storage.Paging;

/// <summary>A field of an <c>order_by</c>.</summary>
/// <param name="Path">The field's path.</param>
/// <param name="Descending">Whether <c>desc</c> follows it.</param>
/// <param name="Text">Both, as they stand.</param>
/// <param name="Index">Where it starts, in UTF-16 units.</param>
internal readonly record struct OrderByTerm(string Path, bool Descending, string Text, int Index);

/// <summary>Reads <c>order_by</c> by AIP-132: fields with a comma between, <c>desc</c> after those that run down.</summary>
internal static class OrderBy
{
    private const string Field = "order_by";

    /// <summary>Finds the offered order that begins with the fields asked for.</summary>
    /// <param name="text">The caller's <c>order_by</c>; empty for the first order.</param>
    /// <param name="offered">The orders that the list offers.</param>
    /// <exception cref="ServiceException">ORDER_BY_INVALID, with the position and what is offered.</exception>
    public static ListOrder<TRow> Read<TRow>(string text, IReadOnlyList<ListOrder<TRow>> offered)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return offered[0];
        }

        var asked = Split(text);
        // Turned round only where no order fits as it stands.
        var candidates = offered.Concat(offered.Select(order => order.Reversed())).ToList();
        var best = candidates.MaxBy(order => order.Matches(asked))!;
        var matched = best.Matches(asked);
        if (matched == asked.Count)
        {
            return best;
        }

        throw new ServiceException(new Violations().Add(
            Field,
            ErrorCatalogue.OrderByInvalid,
            ("value", asked[matched].Text),
            ("position", FilterErrors.Position(text, asked[matched].Index)),
            ("expected", string.Join(" | ", offered))));
    }

    private static List<OrderByTerm> Split(string text)
    {
        var terms = new List<OrderByTerm>();
        var at = 0;
        foreach (var part in text.Split(','))
        {
            var index = at + part.Length - part.TrimStart().Length;
            var field = part.Trim();
            var words = field.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            // Anything else is taken for a path, and is none: they have no blanks.
            terms.Add(words is [var path, "desc"] ? new OrderByTerm(path, true, field, index) : new OrderByTerm(field, false, field, index));
            at += part.Length + 1;
        }

        return terms;
    }
}
