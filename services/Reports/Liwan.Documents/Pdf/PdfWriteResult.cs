namespace Liwan.Documents.Pdf;

/// <summary>What there is to know of a PDF that was written.</summary>
/// <param name="PageCount">How many pages it has.</param>
/// <param name="MissingCharacters">The characters printed as 〓 because the font lacks them, each once, in order of appearance. Text copied out of the document still has them.</param>
public sealed record PdfWriteResult(int PageCount, IReadOnlyList<string> MissingCharacters);
