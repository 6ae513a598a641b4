namespace Liwan.Documents.Pdf.Tagging;

/// <summary>Where a part of a document stands in it.</summary>
internal enum PartPlace
{
    /// <summary>It is the document, or the first thing in it.</summary>
    Body,

    /// <summary>A section behind what was added earlier.</summary>
    Section,

    /// <summary>A section before what was added earlier.</summary>
    FrontSection,
}
