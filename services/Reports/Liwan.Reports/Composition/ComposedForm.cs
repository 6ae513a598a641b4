using Liwan.Documents.Forms;
using Liwan.Reports.Checks;

namespace Liwan.Reports.Composition;

/// <summary>A whole form as it stands, and the etag that covers it.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Judgements">How its indicators came out, which is no part of it.</param>
/// <param name="Etag">Covers what it says and what reviewers said of its indicators.</param>
internal sealed record ComposedForm(FormContent Content, FormJudgements Judgements, FormEtag Etag);
