using System.Runtime.Versioning;
using System.Security.Cryptography;
using Liwan.AppHost.Cluster;

namespace Liwan.AppHost.Tests;

/// <summary>Whose tokens the services of a cluster trust.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class IdentityTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liwan-apphost-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void SigningKey_IsMadeOnceAndForItsOwnerOnly()
    {
        var file = SigningKey.Ensure(_folder.FullName);
        var pem = File.ReadAllText(file);

        Assert.Equal(Path.Combine(_folder.FullName, "signing-key.pem"), file);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", pem, StringComparison.Ordinal);
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        Assert.Equal(("1.2.840.10045.3.1.7", 256), (key.ExportParameters(true).Curve.Oid.Value, key.KeySize));

        Assert.Equal(file, SigningKey.Ensure(_folder.FullName));
        Assert.Equal(pem, File.ReadAllText(file));
        Assert.Equal(["signing-key.pem"], _folder.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public void SigningKey_ThatOthersMayRead_IsRefused()
    {
        var file = SigningKey.Ensure(_folder.FullName);
        File.SetUnixFileMode(file, OwnerOnly | UnixFileMode.GroupRead);

        var refusal = Assert.Throws<DistributedApplicationException>(() => SigningKey.Ensure(_folder.FullName));

        Assert.Contains("(mode 640)", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key at all")]
    [InlineData("P-384")]
    [InlineData("public")]
    public void SigningKey_OfAnotherKind_IsRefusedWithoutShowingIt(string kind)
    {
        using var other = ECDsa.Create(kind == "P-384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        var content = kind switch { "P-384" => other.ExportPkcs8PrivateKeyPem(), "public" => other.ExportSubjectPublicKeyInfoPem(), _ => kind };
        var file = Path.Combine(_folder.FullName, "signing-key.pem");
        File.WriteAllText(file, content);
        File.SetUnixFileMode(file, OwnerOnly);

        var refusal = Assert.Throws<DistributedApplicationException>(() => SigningKey.Ensure(_folder.FullName));

        Assert.Equal($"{file} holds no EC P-256 private key in PEM. Delete it: a new one is made at the next start.", refusal.Message);
    }

    [Fact]
    public async Task Start_WithoutAProvider_GivesTheServicesTheKeyFileAndShowsTheKeyNowhere()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Liwan:Access:Audience=ignored", "Liwan:Access:PublishedIsPublic=true");
        var file = await cluster.WaitUntilUpAsync();
        var environment = await RunningCluster.EnvironmentOfAsync(file, "a");
        var key = Path.Combine(cluster.Folder, "signing-key.pem");

        Assert.Equal(
            [$"Liwan__Access__LocalKeyFile={key}", "Liwan__Access__PublishedIsPublic=true"],
            environment.Where(variable => variable.Key.StartsWith("Liwan__Access__", StringComparison.Ordinal))
                .Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(key));
        var secret = (await File.ReadAllLinesAsync(key))[1];
        Assert.DoesNotContain(secret, cluster.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, file.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, environment.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAProvider_MakesNoKeyAndGivesEachServiceItsOwnSecretOnly()
    {
        using var cluster = RunningCluster.Start(
            "Test:Services=a,b",
            "Liwan:Access:Authority=https://login.example/realms/liwan",
            "Liwan:Access:Audience=liwan-suite",
            "Liwan:Access:RoleClaim=liwan_role",
            "Liwan:Access:Services:a:ClientId=liwan-a",
            "Liwan:Access:Services:a:ClientSecret=secret-of-a",
            "Liwan:Access:Services:b:ClientSecret=secret-of-b");
        var file = await cluster.WaitUntilUpAsync();
        var environment = await RunningCluster.EnvironmentOfAsync(file, "a");

        Assert.Equal(
            [
                "Liwan__Access__Audience=liwan-suite", "Liwan__Access__Authority=https://login.example/realms/liwan", "Liwan__Access__ClientId=liwan-a",
                "Liwan__Access__ClientSecret=secret-of-a", "Liwan__Access__RoleClaim=liwan_role",
            ],
            environment.Where(variable => variable.Key.StartsWith("Liwan__Access__", StringComparison.Ordinal))
                .Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal));
        Assert.False(File.Exists(Path.Combine(cluster.Folder, "signing-key.pem")));
        Assert.DoesNotContain("secret-of", cluster.Output + file.ToJsonString(), StringComparison.Ordinal);
    }
}
