using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Liwan.AppHost.Cluster;

namespace Liwan.AppHost.Broker;

/// <summary>
/// Who may do what on the cluster's own broker: the suite its own exchanges and queues, and a listener queues of its own and the
/// suite's events. There is no other user, guest least of all.
/// </summary>
internal sealed record BrokerAccounts
{
    public const string Suite = "liwan";
    public const string Listener = "listener";

    /// <summary>Exchanges <c>liwan.events.v1.*</c>, queues <c>liwan.{service}</c> with the exchanges in front, and what MassTransit puts beside a queue.</summary>
    public const string SuitePattern = @"^liwan\.(events\.v1\.[A-Za-z]+|[a-z]+(_error|_skipped)?)$";

    /// <summary>What a listener may declare and bind: names of its own.</summary>
    public const string ListenerPattern = @"^listener\..+$";

    /// <summary>What a listener may read, which is also what it may bind a queue of its own to.</summary>
    public const string ListenerReadPattern = @"^(listener\..+|liwan\.events\.v1\.[A-Za-z]+)$";

    private const string Nothing = "^$";
    private const string OldVirtualHost = "/";
    private const int PasswordBytes = 24;
    private const int SaltBytes = 4;
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Of the suite and its listeners: one node, one virtual host.</summary>
    public required string VirtualHost { get; init; }

    /// <summary>Whether the broker is from before it had accounts, and so was made with guest.</summary>
    [JsonIgnore]
    public bool IsOfOldNode => VirtualHost == OldVirtualHost;

    public required string SuitePassword { get; init; }

    public required string ListenerPassword { get; init; }

    /// <summary>Reads the accounts of a broker's folder, or makes them.</summary>
    /// <param name="folder">The broker's folder.</param>
    /// <param name="hasData">
    /// Whether the broker has run there before. A broker from before it had accounts keeps its virtual host <c>/</c>, for its queues are there.
    /// </param>
    public static BrokerAccounts Ensure(string folder, bool hasData)
    {
        var file = Path.Combine(folder, "accounts.json");
        if (PrivateFile.Read(file) is { } text)
        {
            return Parse(file, text);
        }

        var accounts = new BrokerAccounts { VirtualHost = hasData ? OldVirtualHost : Suite, SuitePassword = NewPassword(), ListenerPassword = NewPassword() };
        PrivateFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(accounts, Format));
        return accounts;
    }

    /// <summary>The address for the suite's services, password and all.</summary>
    public string SuiteAddress(int port) => Address(Suite, SuitePassword, port);

    /// <summary>The address for a system outside the suite, password and all.</summary>
    public string ListenerAddress(int port) => Address(Listener, ListenerPassword, port);

    /// <summary>What the node loads at each start: hashes, no passwords.</summary>
    public byte[] Definitions()
    {
        var users = new List<object> { User(Suite, Hash(SuitePassword)), User(Listener, Hash(ListenerPassword)) };
        var permissions = new List<object>
        {
            Permission(Suite, SuitePattern, SuitePattern, SuitePattern),
            Permission(Listener, ListenerPattern, ListenerPattern, ListenerReadPattern),
        };
        if (IsOfOldNode)
        {
            // A definition cannot remove a user; without a password and without a permission it can do nothing.
            users.Add(User("guest", hash: ""));
            permissions.Add(Permission("guest", Nothing, Nothing, Nothing));
        }

        return JsonSerializer.SerializeToUtf8Bytes(new { vhosts = new[] { new { name = VirtualHost } }, users, permissions }, Format);
    }

    private static BrokerAccounts Parse(string file, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<BrokerAccounts>(text, Format) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"{file} does not hold the broker's accounts: {e.Message}. Delete the folder it is in: the broker then starts anew, without the events it held.", e);
        }
    }

    private static string NewPassword() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));

    // https://www.rabbitmq.com/docs/passwords#computing-password-hash
    private static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }

    private static object User(string name, string hash) =>
        new { name, password_hash = hash, hashing_algorithm = "rabbit_password_hashing_sha256", tags = "" };

    private object Permission(string user, string configure, string write, string read) =>
        new { user, vhost = VirtualHost, configure, write, read };

    private string Address(string user, string password, int port) => $"amqp://{user}:{password}@127.0.0.1:{port}/{Uri.EscapeDataString(VirtualHost)}";
}
