namespace Liwan.Storage.Retention;

/// <summary>Something that a service forgets after its time.</summary>
/// <param name="What">Its name in the log, such as <c>request ledger</c>.</param>
/// <param name="Keep">How long it is kept.</param>
/// <param name="ForgetAsync">
/// Deletes some of what is older than a time (microseconds since 1970 UTC), about as many rows as it is told at the most,
/// and returns how many it deleted.
/// </param>
public sealed record RetentionRule(string What, TimeSpan Keep, Func<DbSession, long, int, Task<int>> ForgetAsync);
