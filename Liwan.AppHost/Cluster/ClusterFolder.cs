namespace Liwan.AppHost.Cluster;

/// <summary>
/// The claim of one AppHost on one data folder. Two clusters on the same files would corrupt the broker's data, and a second
/// one on the same ports looks healthy while its health checks reach the first.
/// </summary>
internal sealed class ClusterFolder : IDisposable
{
    private readonly FileStream _claim;

    private ClusterFolder(FileStream claim) => _claim = claim;

    /// <summary>Creates the folder and claims it until disposed, or until this process ends, however it ends.</summary>
    /// <exception cref="DistributedApplicationException">Another AppHost holds the folder, or it cannot be written.</exception>
    public static ClusterFolder Claim(string folder)
    {
        var file = Path.Combine(folder, "cluster.lock");
        try
        {
            CreatePrivate(folder);
            var claim = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            // What an AppHost that was killed left behind tells of processes that are gone.
            File.Delete(Path.Combine(folder, "cluster.json"));
            return new ClusterFolder(claim);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new DistributedApplicationException(
                $"A cluster is already running on {folder}. Stop it first, or give this one a folder and ports of its own: --Cluster:DataFolder=FOLDER --Cluster:Ports=dynamic.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The data folder {folder} cannot be used: {error.Message} Cluster:DataFolder names another.", error);
        }
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _claim.Dispose();
}
