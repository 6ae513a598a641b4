using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Liwan.OperatorPage;

namespace Liwan.AppHost.Local;

/// <summary>
/// <c>cluster.json</c> in the data folder: the state of the cluster for scripts and tests. It is replaced as a whole with each
/// change, and readable only by the user who runs the cluster.
/// </summary>
internal sealed class ClusterFile(string folder, ClusterModel model, DateTimeOffset startedAt)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly string _path = Path.Combine(folder, "cluster.json");

    /// <summary>The operator page, once it is up.</summary>
    public OperatorPageServer? Page { get; set; }

    public void Write(string state, IEnumerable<ResourceInstance> instances)
    {
        var content = new
        {
            Format = 1,
            State = state,
            Pid = Environment.ProcessId,
            StartedAt = startedAt,
            DataFolder = folder,
            // The operator has those that were configured; what else names a password is shown without it.
            ConnectionStrings = model.ConnectionStrings.ToDictionary(
                source => source.Name, source => model.IsConfiguredOutside(source) ? null : WithoutUser(model.ConnectionString(source))),
            OperatorPage = Page is null ? null : new { Url = Address(Page.PageAddress), OtlpGrpc = Address(Page.OtlpGrpcAddress), OtlpHttp = Address(Page.OtlpHttpAddress) },
            Resources = instances.Select(Describe),
        };

        var draft = _path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, content, Format);
        }

        File.Move(draft, _path, overwrite: true);
    }

    private static string Address(Uri address) => address.ToString().TrimEnd('/');

    private static string WithoutUser(string connectionString) =>
        Uri.TryCreate(connectionString, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? new UriBuilder(address) { UserName = "", Password = "" }.Uri.ToString()
            : connectionString;

    private static object Describe(ResourceInstance instance)
    {
        var status = instance.Status;
        return new
        {
            instance.Name,
            Resource = instance.Resource.Name,
            instance.Replica,
            Kind = instance.Resource is ProjectResource ? "Project" : "Executable",
            status.State,
            status.Pid,
            status.ExitCode,
            status.Restarts,
            status.Message,
            Endpoints = instance.Addresses.ToDictionary(address => address.Name, address => address.Url),
        };
    }
}
