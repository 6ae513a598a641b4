using Liwan.Documents.Forms;

namespace Liwan.Reports.Composition;

/// <summary>A whole form as it stands, and the etag that covers it.</summary>
internal sealed record ComposedForm(FormContent Content, FormEtag Etag);
