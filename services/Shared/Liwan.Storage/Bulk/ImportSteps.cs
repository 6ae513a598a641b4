namespace Liwan.Storage.Bulk;

/// <summary>Cuts a batch into steps whose items can be decided and written together.</summary>
internal static class ImportSteps
{
    /// <summary>
    /// Cuts before each item that shares a key with an earlier one of the step, so that the result is that of one item
    /// after the other.
    /// </summary>
    public static IEnumerable<IReadOnlyList<T>> Cut<T>(IReadOnlyList<T> items, Func<T, IEnumerable<string>> keysOf)
    {
        var step = new List<T>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var keys = keysOf(item).ToList();
            if (keys.Exists(taken.Contains))
            {
                yield return step;
                step = [];
                taken.Clear();
            }

            taken.UnionWith(keys);
            step.Add(item);
        }

        if (step.Count > 0)
        {
            yield return step;
        }
    }
}
