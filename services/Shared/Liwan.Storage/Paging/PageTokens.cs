using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Paging;

/// <summary>Signed page tokens, each bound to the request that it continues (AIP-158).</summary>
/// <param name="database">Holds the key, so that every replica reads the tokens of every other.</param>
public sealed class PageTokens(Database database)
{
    private const string Purpose = "page-token";
    private const int SignatureLength = 16;
    private byte[]? _key;

    /// <summary>Makes the token of the page that follows another; empty if none does.</summary>
    /// <typeparam name="TRow">What the list is of.</typeparam>
    /// <param name="query">What asked for that page.</param>
    /// <param name="page">That page.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public async Task<string> NextAsync<TRow>(ListQuery<TRow> query, Page<TRow> page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        return page.HasMore ? await ProtectAsync(query.Binding, query.KeyOf(page.Rows[^1]), cancellationToken) : string.Empty;
    }

    /// <summary>Makes the token of the page that starts after a key.</summary>
    /// <param name="binding">What the token is bound to: method, parent, filter and order.</param>
    /// <param name="after">The key of the last row of the page before.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public async Task<string> ProtectAsync(string binding, IReadOnlyList<string> after, CancellationToken cancellationToken)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(after);
        var key = await KeyAsync(cancellationToken);
        return Base64Url.EncodeToString([.. Sign(key, binding, payload), .. payload]);
    }

    /// <summary>Returns the key after which the page starts; null for the first page.</summary>
    /// <param name="binding">What the token must be bound to.</param>
    /// <param name="token">The token; empty for the first page.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ServiceException">PAGE_TOKEN_INVALID: not a token of ours, or of another request.</exception>
    public async Task<IReadOnlyList<string>?> UnprotectAsync(string binding, string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length == 0)
        {
            return null;
        }

        var key = await KeyAsync(cancellationToken);
        if (token.Length > 2000 || !Base64Url.IsValid(token))
        {
            throw Invalid();
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= SignatureLength
            || !CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SignatureLength), Sign(key, binding, bytes.AsSpan(SignatureLength))))
        {
            throw Invalid();
        }

        return JsonSerializer.Deserialize<string[]>(bytes.AsSpan(SignatureLength));
    }

    internal static ServiceException Invalid() => new(new Violations().Add("page_token", ErrorCatalogue.PageTokenInvalid));

    private static byte[] Sign(byte[] key, string binding, ReadOnlySpan<byte> payload)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(binding)));
        hmac.AppendData(payload);
        return hmac.GetHashAndReset()[..SignatureLength];
    }

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is { } known)
        {
            return known;
        }

        try
        {
            await database.WriteAsync(
                session => session.ExecuteAsync(
                    """
                    INSERT INTO signing_key (purpose, key_bytes)
                    SELECT @Purpose, @key WHERE NOT EXISTS (SELECT 1 FROM signing_key WHERE purpose = @Purpose)
                    """,
                    new { Purpose, key = RandomNumberGenerator.GetBytes(32) }),
                cancellationToken);
        }
        catch (Exception e) when (database.Dialect.IsUniqueViolation(e))
        {
            // Another replica was faster; its key holds.
        }

        return _key = await database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<byte[]>("SELECT key_bytes FROM signing_key WHERE purpose = @Purpose", new { Purpose }),
            cancellationToken) ?? throw new InvalidOperationException("signing_key holds no key for page tokens.");
    }
}
