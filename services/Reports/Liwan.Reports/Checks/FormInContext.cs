using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>What the rules see.</summary>
/// <param name="Form">The form that is checked.</param>
/// <param name="Judgements">How its indicators came out.</param>
/// <param name="YearBefore">What the department submitted last for the year before; absent if it never did.</param>
internal sealed record FormInContext(FormContent Form, FormJudgements Judgements, FormContent? YearBefore);
