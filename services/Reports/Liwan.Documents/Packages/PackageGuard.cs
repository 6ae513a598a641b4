using Liwan.Documents.Reading;

namespace Liwan.Documents.Packages;

/// <summary>Opens Office documents that may be hostile.</summary>
internal static class PackageGuard
{
    public static MemoryStream Open(ReadOnlyMemory<byte> file, ReadLimits limits) =>
        file.Length > limits.MaxBytes ? throw new DocumentReadException("文件过大。") : new MemoryStream(file.ToArray(), writable: false);
}
