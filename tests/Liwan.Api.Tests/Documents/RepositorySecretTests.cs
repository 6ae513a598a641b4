using System.Diagnostics;
using System.Text.RegularExpressions;
using Liwan.ApiDocs;

namespace Liwan.Api.Tests.Documents;

/// <summary>What is checked in holds no key, token or password that somebody might use.</summary>
public sealed partial class RepositorySecretTests
{
    /// <summary>Values that stand where a password would; <c>guest</c> is RabbitMQ's own, of brokers that tests start.</summary>
    private static readonly string[] Placeholders = ["...", "PASSWORD", "password", "guest", "letmein", "secret", "not-for-files"];

    private static readonly (string Kind, Regex Pattern)[] Secrets =
    [
        ("private key", PrivateKey()),
        ("token", Token()),
        ("password", Password()),
        ("password in an address", AddressPassword()),
        ("key of a cloud or forge", CloudKey()),
    ];

    [Fact]
    public void Repository_HoldsNoSecret()
    {
        var root = GeneratedFiles.FindRoot(AppContext.BaseDirectory);
        var files = TrackedFiles(root);
        Assert.True(files.Count > 500, $"Only {files.Count} files are tracked; the repository has more.");
        var found = files.SelectMany(file => Find(File.ReadAllText(Path.Combine(root, file))).Select(secret => $"{file}: {secret}")).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [InlineData("private key", "-----BEGIN EC " + "PRIVATE KEY-----\nMHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/PuoAoGCCqGSM49AwEHoUQDQgAE")]
    [InlineData("token", "eyJhbGciOiJFUzI1NiJ9." + "eyJzdWIiOiJjbGVyayJ9.c2lnbmF0dXJlLW9mLXRoYXQtdG9rZW4")]
    [InlineData("password", "Server=db;User Id=liwan;Pass" + "word=hunter-22;Encrypt=true")]
    [InlineData("password in an address", "amqp://liwan:" + "hunter22@broker:5672/")]
    [InlineData("key of a cloud or forge", "AKIA" + "ABCDEFGHIJKLMNOP")]
    public void Search_OfATextWithASecret_FindsIt(string kind, string text) => Assert.StartsWith(kind, Assert.Single(Find(text)), StringComparison.Ordinal);

    private static IEnumerable<string> Find(string text) =>
        from secret in Secrets
        from match in secret.Pattern.Matches(text)
        where !Placeholders.Contains(match.Groups["value"].Value)
        // Not the whole: the log of a test is read by many.
        select $"{secret.Kind} '{match.Value[..Math.Min(match.Length, 24)]}...'";

    private static List<string> TrackedFiles(string root)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "ls-files", "-z"]) { RedirectStandardOutput = true })!;
        var files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        // A file that is deleted and not yet committed is still tracked.
        return [.. files.Where(file => File.Exists(Path.Combine(root, file)))];
    }

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s+(?<value>[A-Za-z0-9+/=]{40,})")]
    private static partial Regex PrivateKey();

    [GeneratedRegex("(?<value>eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{20,})")]
    private static partial Regex Token();

    // In a connection string, where it ends at a semicolon or quote; interpolated values hold a brace.
    [GeneratedRegex("(?i:password|pwd)=(?<value>[^\\s;\"'{}$&]{3,})(?=[;\"')]|\\s|$)")]
    private static partial Regex Password();

    [GeneratedRegex("[a-z]+://[^/\\s:@\"'{}]+:(?<value>[^@\\s/\"'{}]+)@[a-z0-9]")]
    private static partial Regex AddressPassword();

    [GeneratedRegex("(?<value>AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36})")]
    private static partial Regex CloudKey();
}
