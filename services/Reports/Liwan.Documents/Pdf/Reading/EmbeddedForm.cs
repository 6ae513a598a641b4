using System.Text.Json;
using Liwan.Documents.Forms;
using Liwan.Documents.Pdf.Archival;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Parser.Parts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>The form's content that our own documents carry as an attached file.</summary>
/// <remarks>Walks the tree of attachments itself: the library's own walk inflates every attachment and does not end where the tree bites its tail.</remarks>
internal sealed class EmbeddedForm(PdfDocument document, ReadBudget budget)
{
    private const int MaxNodes = 1000;
    private const int MaxBytes = 8 << 20;

    private readonly IPdfTokenScanner _scanner = document.Structure.TokenScanner;
    private readonly ILookupFilterProvider _filters = document.Structure.FilterProvider;

    /// <summary>The attached content, or null where there is none that can be read.</summary>
    public FormContent? Read()
    {
        DictionaryToken catalog = document.Structure.Catalog.CatalogDictionary;
        if (!catalog.TryGet(NameToken.Names, _scanner, out DictionaryToken? names) || !names.TryGet(NameToken.EmbeddedFiles, _scanner, out DictionaryToken? root))
        {
            return null;
        }

        var pending = new Stack<DictionaryToken>([root]);
        for (int nodes = 0; nodes < MaxNodes && pending.TryPop(out DictionaryToken? node); nodes++)
        {
            budget.Check();
            if (node.TryGet(NameToken.Names, _scanner, out ArrayToken? entries) && FindFile(entries) is { } file)
            {
                return Parse(file);
            }

            if (node.TryGet(NameToken.Kids, _scanner, out ArrayToken? kids))
            {
                foreach (IToken kid in kids.Data.Take(MaxNodes))
                {
                    if (DirectObjectFinder.TryGet(kid, _scanner, out DictionaryToken? child))
                    {
                        pending.Push(child);
                    }
                }
            }
        }

        return null;
    }

    private StreamToken? FindFile(ArrayToken entries)
    {
        for (int i = 0; i + 1 < Math.Min(entries.Data.Count, MaxNodes); i += 2)
        {
            if (!DirectObjectFinder.TryGet(entries.Data[i + 1], _scanner, out DictionaryToken? specification))
            {
                continue;
            }

            bool named = IsName(entries.Data[i]) || Says(specification, NameToken.F) || Says(specification, NameToken.Uf);
            if (named
                && specification.TryGet(NameToken.Ef, _scanner, out DictionaryToken? files)
                && (files.TryGet(NameToken.F, _scanner, out StreamToken? stream) || files.TryGet(NameToken.Uf, _scanner, out stream)))
            {
                return stream;
            }
        }

        return null;
    }

    private bool Says(DictionaryToken specification, NameToken key) => specification.TryGet(key, out IToken value) && IsName(value);

    private bool IsName(IToken token) => DirectObjectFinder.TryGet(token, _scanner, out IDataToken<string>? text) && text.Data == AssociatedForm.FileName;

    private FormContent? Parse(StreamToken file)
    {
        ReadOnlyMemory<byte> json = file.Decode(_filters, _scanner);
        budget.Check();
        if (json.Length > MaxBytes)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json.Span, FormContentJsonContext.Default.FormContent);
        }
        catch (JsonException)
        {
            // Of another version or damaged: the print is there all the same.
            return null;
        }
    }
}
