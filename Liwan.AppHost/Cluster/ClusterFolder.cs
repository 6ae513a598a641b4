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
            Directory.CreateDirectory(folder);
            return new ClusterFolder(new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
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

    /// <inheritdoc/>
    public void Dispose() => _claim.Dispose();
}
