using System.Globalization;
using System.Threading.RateLimiting;
using Liwan.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>
/// The shares of the callers: calls a second of each method, calls in progress, open streams. Whoever has not called for some
/// seconds is forgotten, so the memory is bounded by those who call.
/// </summary>
internal sealed class CallerLimits(IOptions<LimitOptions> options) : IAsyncDisposable
{
    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhenOneEnds = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<(CallerKey Caller, string Method)> _rates = PartitionedRateLimiter.Create<(CallerKey Caller, string Method), (CallerKey, string)>(
        call => RateLimitPartition.GetTokenBucketLimiter(call, key => Bucket(
            options.Value.CallsPerSecond * Factor(key.Item1, options.Value), options.Value.Burst * Factor(key.Item1, options.Value))));

    private readonly PartitionedRateLimiter<CallerKey> _calls = Concurrency(options.Value, limits => limits.CallsOfCaller);
    private readonly PartitionedRateLimiter<CallerKey> _streams = Concurrency(options.Value, limits => limits.StreamsOfCaller);

    private readonly PartitionedRateLimiter<string> _addresses = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetTokenBucketLimiter(address, _ => Bucket(options.Value.AddressRequestsPerSecond, options.Value.AddressBurst)));

    /// <summary>Takes a request from the share of its address, before anything is known of its caller.</summary>
    /// <returns>What it is answered; null: it may go on.</returns>
    public ServiceException? Refuse(string address)
    {
        if (options.Value.AddressRequestsPerSecond == 0)
        {
            return null;
        }

        using var lease = _addresses.AttemptAcquire(address);
        return lease.IsAcquired ? null : TooFast(lease, options.Value.AddressRequestsPerSecond);
    }

    /// <summary>Takes a call from its caller's share.</summary>
    /// <returns>Dispose of it when the call ends.</returns>
    /// <exception cref="ServiceException">RATE_EXCEEDED or TOO_MANY_CALLS.</exception>
    public IDisposable Take(CallerKey caller, string method, bool isStream)
    {
        var factor = Factor(caller, options.Value);
        using var rate = _rates.AttemptAcquire((caller, method));
        if (!rate.IsAcquired)
        {
            throw TooFast(rate, options.Value.CallsPerSecond * factor);
        }

        var place = (isStream ? _streams : _calls).AttemptAcquire(caller);
        if (place.IsAcquired)
        {
            return place;
        }

        place.Dispose();
        throw new ServiceException(
            ErrorCatalogue.TooManyCalls,
            ("limit", Print((isStream ? options.Value.StreamsOfCaller : options.Value.CallsOfCaller) * factor)),
            ("kind", isStream ? "streams" : "calls"))
        { RetryDelay = WhenOneEnds };
    }

    public async ValueTask DisposeAsync()
    {
        await _rates.DisposeAsync();
        await _calls.DisposeAsync();
        await _streams.DisposeAsync();
        await _addresses.DisposeAsync();
    }

    private static ServiceException TooFast(RateLimitLease lease, int limit) => new(ErrorCatalogue.RateExceeded, ("limit", Print(limit)))
    {
        RetryDelay = lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) && delay > Refill ? delay : Refill,
    };

    private static PartitionedRateLimiter<CallerKey> Concurrency(LimitOptions limits, Func<LimitOptions, int> most) => PartitionedRateLimiter.Create<CallerKey, CallerKey>(
        caller => RateLimitPartition.GetConcurrencyLimiter(caller, key => new ConcurrencyLimiterOptions { PermitLimit = most(limits) * Factor(key, limits), QueueLimit = 0 }));

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst)
    {
        // Ten times a second, or as often as makes whole tokens.
        var tokens = Math.Max(1, (int)(perSecond * Refill.TotalSeconds));
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(burst, tokens),
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / perSecond),
            QueueLimit = 0,
        };
    }

    private static int Factor(CallerKey caller, LimitOptions limits) => caller.IsService ? limits.ServiceFactor : 1;

    private static string Print(int limit) => limit.ToString(CultureInfo.InvariantCulture);
}
