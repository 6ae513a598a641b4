namespace Liwan.Storage.Bulk;

/// <summary>Settings of bulk imports, section <c>Liwan:Import</c>.</summary>
public sealed class ImportOptions
{
    /// <summary>How long a client may send nothing before its stream is ended.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(2);
}
