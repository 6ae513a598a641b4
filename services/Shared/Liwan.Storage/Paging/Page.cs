namespace Liwan.Storage.Paging;

/// <summary>The rows of one page.</summary>
/// <typeparam name="T">The type of a row.</typeparam>
/// <param name="Rows">The rows, in the order of the query.</param>
/// <param name="HasMore">Whether a further page follows.</param>
public sealed record Page<T>(IReadOnlyList<T> Rows, bool HasMore);

/// <summary>Cuts pages out of what a query gave.</summary>
public static class Page
{
    /// <summary>The most bytes of resources on one page: an answer must stay below the 4 MB that clients accept.</summary>
    public const int MostBytes = 3 * 1024 * 1024;

    /// <summary>Keeps the first rows, at most <paramref name="size"/> and, but for the first, at most <see cref="MostBytes"/>.</summary>
    /// <typeparam name="T">The type of a row.</typeparam>
    /// <param name="rows">One row more than <paramref name="size"/>, where there is one.</param>
    /// <param name="size">How many rows the page may hold.</param>
    /// <param name="bytes">The size of a row's resource on the wire; null for rows so small that it does not matter.</param>
    public static Page<T> Cut<T>(IReadOnlyList<T> rows, int size, Func<T, long>? bytes = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var kept = 0;
        var total = 0L;
        while (kept < rows.Count && kept < size)
        {
            total += bytes?.Invoke(rows[kept]) ?? 0;
            if (kept > 0 && total > MostBytes)
            {
                break;
            }

            kept++;
        }

        return new Page<T>([.. rows.Take(kept)], kept < rows.Count);
    }
}
