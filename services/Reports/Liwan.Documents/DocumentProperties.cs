namespace Liwan.Documents;

/// <summary>What a document says about itself beside the form. All dates and identifiers in a document derive from these, so the same input gives the same bytes.</summary>
/// <param name="Title">The document's title, shown by viewers.</param>
/// <param name="Language">The language of the text as a BCP 47 tag.</param>
/// <param name="SubmittedAt">When the form was submitted, or the summary computed; absent for a draft.</param>
/// <param name="SnapshotSha256">The SHA-256 of the snapshot the document is made from, in hexadecimal; absent for a draft.</param>
/// <param name="Draft">Whether the document carries the 送审稿 mark.</param>
public sealed record DocumentProperties(
    string Title,
    string Language = "zh-CN",
    DateTimeOffset? SubmittedAt = null,
    string? SnapshotSha256 = null,
    bool Draft = false)
{
    /// <summary>The mark that a draft carries.</summary>
    public const string DraftMark = "送审稿";
}
