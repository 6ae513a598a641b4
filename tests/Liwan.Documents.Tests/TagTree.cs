using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Tokens;

namespace Liwan.Documents.Tests;

/// <summary>The logical structure of a PDF, walked as a program that reads aloud walks it.</summary>
internal sealed class TagTree
{
    /// <summary>An element: its type, its attributes for tables, and the text that it and its pieces on the pages hold.</summary>
    public sealed record Element(string Type, DictionaryToken Entries, string Text, IReadOnlyList<Element> Children)
    {
        public DictionaryToken? Attributes { get; init; }

        public string? Id { get; init; }

        public int Number(string attribute) =>
            Attributes is not null && Attributes.TryGet(NameToken.Create(attribute), out NumericToken number) ? number.Int : 1;

        public string? Name(string attribute) =>
            Attributes is not null && Attributes.TryGet(NameToken.Create(attribute), out NameToken name) ? name.Data : null;

        public IReadOnlyList<string> Headers => Attributes is not null && Attributes.TryGet(NameToken.Create("Headers"), out ArrayToken headers)
            ? [.. headers.Data.Cast<StringToken>().Select(head => head.Data)]
            : [];

        public IEnumerable<Element> All => Children.SelectMany(child => child.All).Prepend(this);
    }

    private readonly PdfDocument _document;
    private readonly Dictionary<IndirectReference, Dictionary<int, string>> _textOfPage = [];

    private TagTree(PdfDocument document)
    {
        _document = document;
        var pages = Dictionary(document.Structure.Catalog.CatalogDictionary, "Pages");
        var references = ((ArrayToken)Resolve(pages.Data["Kids"])).Data.Cast<IndirectReferenceToken>().ToList();
        for (var i = 0; i < references.Count; i++)
        {
            _textOfPage[references[i].Data] = document.GetPage(i + 1).GetMarkedContents()
                .Where(content => content.MarkedContentIdentifier >= 0)
                .ToDictionary(content => content.MarkedContentIdentifier, content => string.Concat(Letters(content)));
        }
    }

    public static Element Read(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        var tree = new TagTree(document);
        var root = Dictionary(document, document.Structure.Catalog.CatalogDictionary, "StructTreeRoot");
        return tree.Read(root, null);
    }

    private Element Read(DictionaryToken entries, IndirectReference? page)
    {
        page = entries.Data.TryGetValue("Pg", out var own) ? ((IndirectReferenceToken)own).Data : page;
        var text = "";
        var children = new List<Element>();
        foreach (var kid in Kids(entries))
        {
            switch (Resolve(kid))
            {
                case NumericToken id:
                    text += _textOfPage[page!.Value][id.Int];
                    break;
                case DictionaryToken piece when piece.Data.TryGetValue("MCID", out var id):
                    text += _textOfPage[((IndirectReferenceToken)piece.Data["Pg"]).Data][((NumericToken)id).Int];
                    break;
                case DictionaryToken child:
                    children.Add(Read(child, page));
                    break;
            }
        }

        return new Element(entries.Data.TryGetValue("S", out var type) ? ((NameToken)type).Data : "", entries, text, children)
        {
            Attributes = entries.Data.TryGetValue("A", out var attributes) ? (DictionaryToken)Resolve(attributes) : null,
            Id = entries.Data.TryGetValue("ID", out var id2) ? ((StringToken)id2).Data : null,
        };
    }

    private IEnumerable<IToken> Kids(DictionaryToken entries) => !entries.Data.TryGetValue("K", out var kids)
        ? []
        : Resolve(kids) is ArrayToken array ? array.Data : [kids];

    private IToken Resolve(IToken token) => token is IndirectReferenceToken reference ? _document.Structure.GetObject(reference.Data).Data : token;

    private DictionaryToken Dictionary(DictionaryToken of, string key) => Dictionary(_document, of, key);

    private static DictionaryToken Dictionary(PdfDocument document, DictionaryToken of, string key) =>
        of.Data[key] is IndirectReferenceToken reference ? (DictionaryToken)document.Structure.GetObject(reference.Data).Data : (DictionaryToken)of.Data[key];

    private static IEnumerable<string> Letters(MarkedContentElement content) => AllLetters(content).OrderBy(letter => letter.TextSequence).Select(letter => letter.Value);

    // A piece does not count the letters of the pieces within it.
    private static IEnumerable<Letter> AllLetters(MarkedContentElement content) => content.Letters.Concat(content.Children.SelectMany(AllLetters));
}
