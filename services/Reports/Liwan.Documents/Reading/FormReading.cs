using Liwan.Documents.Forms;

namespace Liwan.Documents.Reading;

/// <summary>What a document says as a form, and how each part of it was understood.</summary>
/// <param name="Form">The form. What was not understood is blank in it, never guessed.</param>
/// <param name="Cells">Each cell and line that was read, in the order of the document, then what was looked for and not found.</param>
public sealed record FormReading(FormContent Form, IReadOnlyList<CellReading> Cells)
{
    /// <summary>What a person should look at.</summary>
    public IEnumerable<CellReading> Doubts => Cells.Where(cell => cell.Doubt != ReadingDoubt.None);
}

/// <summary>How one cell or line was understood.</summary>
/// <param name="Field">The field it fills, such as task_plan.tasks[0].indicators[1].target; empty where it fills none.</param>
/// <param name="Place">Where it stands; empty where nothing was found.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Confidence">How sure the reading is, from 0 to 1.</param>
/// <param name="Doubt">Why a person should look at it, if so.</param>
/// <param name="Message">The doubt in Chinese; empty without one.</param>
public sealed record CellReading(string Field, string Place, string Text, double Confidence, ReadingDoubt Doubt, string Message);

/// <summary>Why a person should look at what was read.</summary>
public enum ReadingDoubt
{
    /// <summary>There is no doubt.</summary>
    None,

    /// <summary>The text, or the bounds of its cell, could not be told for sure.</summary>
    Unclear,

    /// <summary>An amount is expected and something else stands there; the field is left blank.</summary>
    NotAnAmount,

    /// <summary>The amount is more precise than a fen, or its unit is not given; it was taken as said in the message.</summary>
    AmountAdjusted,

    /// <summary>A printed rate or total does not follow from the printed amounts, which are what counts.</summary>
    FigureDiffers,

    /// <summary>The text belongs to no field of the form and was left out.</summary>
    NotUnderstood,

    /// <summary>Which row or task it belongs to was told by its position alone.</summary>
    PlacedByPosition,

    /// <summary>The form's template has it and the document does not.</summary>
    Missing,
}
