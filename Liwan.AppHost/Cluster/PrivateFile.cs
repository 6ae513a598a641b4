namespace Liwan.AppHost.Cluster;

/// <summary>A file that only the user who runs the cluster may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the file as a whole, in place of the one that is there.</summary>
    public static void Write(string file, ReadOnlySpan<byte> content)
    {
        var draft = $"{file}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Reads the file; null if there is none.</summary>
    /// <exception cref="DistributedApplicationException">Others may read it too, so what it holds is no secret any more.</exception>
    public static string? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~OwnerOnly) is not UnixFileMode.None)
        {
            throw new DistributedApplicationException(
                $"{file} holds a secret, and others on this machine may read it (mode {Convert.ToString((int)File.GetUnixFileMode(file), 8)}). Delete it: a new one is made at the next start.");
        }

        return File.ReadAllText(file);
    }
}
