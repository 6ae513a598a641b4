using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Liwan.Documents.Forms;

namespace Liwan.Reports.Submission;

/// <summary>
/// What a revision keeps of a form: the exact bytes, from which every document of the revision is made. Written once,
/// never serialised again.
/// </summary>
internal static class Snapshot
{
    /// <summary>The version of the format that this build writes. A build reads all versions that were ever released.</summary>
    public const int FormatVersion = 1;

    // Chinese as it is, not as escapes: half the bytes, and a person can read what was submitted.
    private static readonly FormContentJsonContext Json = new(
        new JsonSerializerOptions(FormContentJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static byte[] Write(FormContent content) => JsonSerializer.SerializeToUtf8Bytes(content, Json.FormContent);

    /// <exception cref="InvalidDataException">The version is newer than this build, or the bytes are damaged.</exception>
    public static FormContent Read(byte[] snapshot, int formatVersion) => formatVersion switch
    {
        1 => JsonSerializer.Deserialize(snapshot, Json.FormContent)
            ?? throw new InvalidDataException("The snapshot is empty."),
        _ => throw new InvalidDataException($"The snapshot has format version {formatVersion}; this build knows 1."),
    };

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
