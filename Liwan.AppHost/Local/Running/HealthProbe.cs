namespace Liwan.AppHost.Local;

/// <summary>Asks a process whether it is ready for work.</summary>
internal sealed class HealthProbe(HttpMessageInvoker client)
{
    private const int LongestReason = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether there is anything to ask again once the process is ready.</summary>
    public static bool IsRepeated(ResourceInstance instance) => instance.Resource.Definition.HealthChecks.Count > 0;

    /// <summary>
    /// Null when the process is ready; else why it is not. A process with health checks is asked those; another is ready once it
    /// serves its addresses, and one that listens nowhere is ready at once.
    /// </summary>
    public async Task<string?> AskAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var checks = instance.Resource.Definition.HealthChecks;
        if (checks.Count == 0)
        {
            var addresses = instance.IsStep ? [] : instance.Addresses;
            return await FirstAsync(addresses, address => AskAsync(address, patience.Token));
        }

        return await FirstAsync(checks, check => AskAsync(instance, check, patience.Token));
    }

    private static async Task<string?> FirstAsync<T>(IEnumerable<T> questions, Func<T, Task<string?>> ask)
    {
        foreach (var question in questions)
        {
            if (await ask(question) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static async Task<string?> AskAsync(Address address, CancellationToken cancellationToken)
    {
        try
        {
            return await address.IsServedAsync(cancellationToken) ? null : $"{address.Url} is not served yet";
        }
        catch (OperationCanceledException)
        {
            return $"{address.Url} does not answer";
        }
    }

    private async Task<string?> AskAsync(ResourceInstance instance, HttpHealthCheck check, CancellationToken cancellationToken)
    {
        var url = instance.Addresses.First(address => address.Name == check.Endpoint).Url + check.Path;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await client.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode == check.StatusCode)
            {
                return null;
            }

            var body = (await response.Content.ReadAsStringAsync(cancellationToken)).ReplaceLineEndings(" ").Trim();
            return $"{url} answers {(int)response.StatusCode} {(body.Length > LongestReason ? body[..LongestReason] : body)}".TrimEnd();
        }
        catch (HttpRequestException error)
        {
            return $"{url} does not answer: {error.Message}";
        }
        catch (OperationCanceledException)
        {
            return $"{url} does not answer within {Patience.TotalSeconds:0} s";
        }
    }
}
