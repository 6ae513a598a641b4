using System.Buffers;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Geometry;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Outline.Destinations;
using UglyToad.PdfPig.Parser;
using UglyToad.PdfPig.Parser.Parts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Reads a page's marks and nothing else of it: what a page carries beside text and lines is neither parsed nor kept.</summary>
internal sealed class PageMarksFactory(
    IPdfTokenScanner pdfScanner,
    IResourceStore resourceStore,
    ILookupFilterProvider filterProvider,
    IPageContentParser pageContentParser,
    ParsingOptions parsingOptions)
    : BasePageFactory<PageMarks>(pdfScanner, resourceStore, filterProvider, pageContentParser, parsingOptions), IPageFactory<PageMarks>
{
    // The library makes this itself and hands over nothing else of ours.
    private readonly ReadBudget _budget = ((BoundedFilters)parsingOptions.FilterProvider!).Budget;

    private FontCleaning? _fonts;

    private FontCleaning Fonts => _fonts ??= new FontCleaning(PdfScanner, FilterProvider, _budget);

    /// <summary>What of a resource dictionary text and lines need. Patterns, shadings and colour spaces would be parsed at once, however deep.</summary>
    public DictionaryToken Sanitise(DictionaryToken resources)
    {
        var kept = new Dictionary<NameToken, IToken>();
        if (resources.TryGet(NameToken.Font, PdfScanner, out DictionaryToken? fonts))
        {
            kept.Add(NameToken.Font, Fonts.CleanAll(fonts));
        }

        if (resources.TryGet(NameToken.Xobject, out IToken drawings))
        {
            kept.Add(NameToken.Xobject, drawings);
        }

        return new DictionaryToken(kept);
    }

    PageMarks IPageFactory<PageMarks>.Create(int number, DictionaryToken dictionary, PageTreeMembers pageTreeMembers, NamedDestinations namedDestinations)
    {
        _budget.Check();
        for (int i = pageTreeMembers.ParentResources.Count; i > 0; i--)
        {
            pageTreeMembers.ParentResources.Enqueue(Sanitise(pageTreeMembers.ParentResources.Dequeue()));
        }

        if (dictionary.TryGet(NameToken.Resources, PdfScanner, out DictionaryToken? resources))
        {
            dictionary = dictionary.With(NameToken.Resources, Sanitise(resources));
        }

        if (dictionary.TryGet(NameToken.Contents, out IToken contents))
        {
            var bytes = new ArrayBufferWriter<byte>();
            Append(contents, bytes);
            dictionary = dictionary.With(NameToken.Contents, new StreamToken(new DictionaryToken(new Dictionary<NameToken, IToken>()), bytes.WrittenSpan.ToArray()));
        }

        return Create(number, dictionary, pageTreeMembers, namedDestinations);
    }

    protected override PageMarks ProcessPage(
        int pageNumber,
        DictionaryToken dictionary,
        NamedDestinations namedDestinations,
        MediaBox mediaBox,
        CropBox cropBox,
        UserSpaceUnit userSpaceUnit,
        PageRotationDegrees rotation,
        TransformationMatrix initialMatrix,
        IReadOnlyList<IGraphicsStateOperation> operations) =>
        new PageMarksProcessor(pageNumber, ResourceStore, PdfScanner, PageContentParser, FilterProvider, cropBox, userSpaceUnit, rotation, initialMatrix, ParsingOptions, _budget, Sanitise)
            .Process(pageNumber, operations);

    private void Append(IToken contents, ArrayBufferWriter<byte> bytes)
    {
        if (DirectObjectFinder.TryGet(contents, PdfScanner, out StreamToken? stream))
        {
            Memory<byte> decoded = stream.Decode(FilterProvider, PdfScanner);
            _budget.Content(decoded.Length);
            bytes.Write(decoded.Span);
            bytes.Write("\n"u8);
        }
        else if (DirectObjectFinder.TryGet(contents, PdfScanner, out ArrayToken? parts))
        {
            foreach (IndirectReferenceToken part in parts.Data.OfType<IndirectReferenceToken>())
            {
                if (DirectObjectFinder.TryGet(part, PdfScanner, out StreamToken? _))
                {
                    Append(part, bytes);
                }
            }
        }
    }
}
