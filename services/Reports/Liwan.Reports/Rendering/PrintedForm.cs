using Liwan.Documents;
using Liwan.Documents.Appendices;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Reports.Submission;

namespace Liwan.Reports.Rendering;

/// <summary>A form that is to be printed.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Properties">What its document says of itself.</param>
/// <param name="Appendices">What is printed behind it.</param>
internal sealed record PrintedForm(FormContent Content, DocumentProperties Properties, IReadOnlyList<FormAppendix> Appendices)
{
    /// <summary>The form as it was submitted.</summary>
    public static PrintedForm Of(StoredSnapshot stored, params IReadOnlyList<FormAppendix> appendices)
    {
        var content = Snapshot.Read(stored.Snapshot, stored.FormatVersion);
        return new PrintedForm(content, PropertiesOf(content) with { SubmittedAt = stored.SubmitTime, SnapshotSha256 = stored.SnapshotSha256 }, appendices);
    }

    /// <summary>A draft, marked 送审稿.</summary>
    public static PrintedForm OfDraft(FormContent draft, params IReadOnlyList<FormAppendix> appendices) =>
        new(draft, PropertiesOf(draft) with { Draft = true }, appendices);

    public FormGrid Grid() => FormGridBuilder.Build(Content, Appendices);

    private static DocumentProperties PropertiesOf(FormContent content) => new($"{content.Title}{content.YearLine}");
}
