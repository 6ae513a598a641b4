using System.Globalization;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Paging;

namespace Liwan.Messaging;

/// <summary>Positions of the feed as its watchers keep them: signed with the key of the database, so that none of another database passes.</summary>
internal sealed class ResumeTokens(PageTokens tokens)
{
    // Not bound to caller or parent: it says where in the feed, not what may be seen there.
    private const string Binding = "liwan.events.v1.feed";

    public Task<string> WriteAsync(long position, CancellationToken cancellationToken) =>
        tokens.ProtectAsync(Binding, [position.ToString(CultureInfo.InvariantCulture)], cancellationToken);

    /// <exception cref="ServiceException">RESUME_TOKEN_INVALID.</exception>
    public async Task<long> ReadAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            var values = await tokens.UnprotectAsync(Binding, token, cancellationToken);
            return long.Parse(values![0], CultureInfo.InvariantCulture);
        }
        catch (ServiceException e) when (e.Definition == ErrorCatalogue.PageTokenInvalid)
        {
            throw new ServiceException(new Violations().Add("resume_token", ErrorCatalogue.ResumeTokenInvalid, ("value", token)));
        }
    }
}
