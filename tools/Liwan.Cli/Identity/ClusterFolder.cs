using System.Security.Cryptography;
using System.Text.Json;
using Liwan.Cli.Services;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.Cli.Identity;

/// <summary>The data folder of a local cluster: its signing key, and the login that is kept beside it.</summary>
internal sealed class ClusterFolder(string path)
{
    public const string KeyFileName = "signing-key.pem";
    public const string LoginFileName = "login.json";
    private const string DefaultName = ".cluster";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string LoginFile => Path.Combine(path, LoginFileName);

    private string KeyFile => Path.Combine(path, KeyFileName);

    /// <summary>
    /// Finds the folder: that of the cluster file (<c>--cluster</c>, else <c>LIWAN_CLUSTER</c>), else <c>.cluster</c> of the current directory or
    /// the nearest one above it that has a signing key.
    /// </summary>
    /// <returns>Null if neither is there.</returns>
    public static ClusterFolder? Find(string? clusterFile, CliEnvironment environment)
    {
        var file = clusterFile ?? environment.Variable(ServiceAddresses.ClusterVariable);
        if (!string.IsNullOrEmpty(file))
        {
            return new ClusterFolder(Path.GetDirectoryName(Path.GetFullPath(file, environment.CurrentDirectory))!);
        }

        for (var directory = environment.CurrentDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            var folder = Path.Combine(directory, DefaultName);
            if (File.Exists(Path.Combine(folder, KeyFileName)))
            {
                return new ClusterFolder(folder);
            }
        }

        return null;
    }

    /// <summary>Signs a token with the cluster's key.</summary>
    /// <exception cref="UsageException">There is no key, or not one of a cluster.</exception>
    public string Issue(CallerIdentity identity, DateTimeOffset now)
    {
        using var key = ReadKey();
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = identity.Subject,
            [TokenClaims.Role] = identity.Roles.Count == 1 ? identity.Roles[0] : identity.Roles,
        };
        if (identity.Departments.Count > 0)
        {
            claims[TokenClaims.Departments] = identity.Departments;
        }

        if (identity.Scopes.Count > 0)
        {
            claims[TokenClaims.Scope] = string.Join(' ', identity.Scopes);
        }

        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.LocalIssuer,
            Audience = TokenClaims.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = identity.ExpireTime!.Value.UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(
                // A cache would keep the signer of this key, and use it after the key is gone.
                new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
                SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>Keeps a token for later commands, readable by this user only.</summary>
    public void Keep(string token, CallerIdentity identity)
    {
        var draft = $"{LoginFile}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(draft, options))
            {
                JsonSerializer.Serialize(stream, new KeptLogin(identity.Subject, identity.Roles, identity.Departments, identity.Scopes, identity.ExpireTime, token), Format);
            }

            File.Move(draft, LoginFile, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>The token that is kept; null if there is none.</summary>
    /// <exception cref="ServiceException">What is kept is none.</exception>
    public string? ReadLogin()
    {
        if (!File.Exists(LoginFile))
        {
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize<KeptLogin>(File.ReadAllBytes(LoginFile), Format)?.Token is { Length: > 0 } token)
            {
                return token;
            }
        }
        catch (JsonException)
        {
            // Said below; the content is not for showing.
        }

        throw new ServiceException(new ServiceError { ExitCode = ExitCode.NotAllowed, Reason = "LOGIN_UNREADABLE", Message = $"{LoginFile} 不是 liwan login 保存的登录；{AccessAdvice.LogIn}" });
    }

    /// <summary>Forgets the login.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Forget()
    {
        var kept = File.Exists(LoginFile);
        File.Delete(LoginFile);
        return kept;
    }

    private ECDsa ReadKey()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(KeyFile));
            if (key.KeySize == 256)
            {
                return key;
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            key.Dispose();
            throw new UsageException(
                $"{KeyFile} does not exist: no local cluster has been started on that folder, or its operator uses an OpenID Connect provider. A provider's token goes into {CallerToken.Variable}.");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Said below.
        }

        key.Dispose();
        throw new UsageException($"{KeyFile} holds no EC P-256 private key in PEM.");
    }

    /// <summary>The content of the file: who it is can be read without taking the token apart.</summary>
    private sealed record KeptLogin(
        string Subject, IReadOnlyList<string> Roles, IReadOnlyList<string> Departments, IReadOnlyList<string> Scopes, DateTimeOffset? ExpireTime, string Token);
}
