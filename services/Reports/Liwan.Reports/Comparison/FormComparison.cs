using Liwan.Documents.Forms;
using Liwan.FormChanges;

namespace Liwan.Reports.Comparison;

/// <summary>Compares two forms.</summary>
internal static class FormComparison
{
    /// <summary>Returns the differences in the order of the newer form, a removed row where it stood.</summary>
    public static IEnumerable<FormDifference> Compare(FormContent older, FormContent newer) => PartComparison.Compare(FormFields.Of(older), FormFields.Of(newer));

    public static V1.FieldChange ToProto(this FormDifference difference) => new()
    {
        Field = difference.Field,
        Label = difference.Label,
        Kind = (V1.FieldChange.Types.Kind)difference.Kind,
        Before = FormDifference.Shorten(difference.Before),
        After = FormDifference.Shorten(difference.After),
    };
}
