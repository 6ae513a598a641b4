using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Geometry;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Graphics.Operations;
using UglyToad.PdfPig.Parser;
using UglyToad.PdfPig.PdfFonts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Carries out a page's drawing operators as far as letters and lines need it, within the budget.</summary>
internal sealed class PageMarksProcessor(
    int pageNumber,
    IResourceStore resourceStore,
    IPdfTokenScanner pdfScanner,
    IPageContentParser pageContentParser,
    ILookupFilterProvider filterProvider,
    CropBox cropBox,
    UserSpaceUnit userSpaceUnit,
    PageRotationDegrees rotation,
    TransformationMatrix initialMatrix,
    ParsingOptions parsingOptions,
    ReadBudget budget,
    Func<DictionaryToken, DictionaryToken> sanitise)
    : BaseStreamProcessor<PageMarks>(pageNumber, resourceStore, pdfScanner, pageContentParser, filterProvider, cropBox, userSpaceUnit, rotation, initialMatrix, parsingOptions)
{
    private const int MaxFormDepth = 24;
    private const int MaxSavedStates = 1000;

    /// <summary>Paler than this is not meant to be seen, or lies under the form as a mark.</summary>
    private const double Pale = 0.85;

    private readonly PageMarks _marks = new();
    private readonly RulePath _path = new(budget);
    private readonly Dictionary<StreamToken, IReadOnlyList<IGraphicsStateOperation>> _forms = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<string?> _markedContent = new();
    private string? _actualText;
    private int _formDepth;

    public override PageMarks Process(int pageNumberCurrent, IReadOnlyList<IGraphicsStateOperation> operations)
    {
        PageNumber = pageNumberCurrent;
        CloneAllStates();
        ProcessOperations(operations);
        return _marks;
    }

    /// <summary>Colour spaces other than the plain ones, graphics state dictionaries, shadings and inline images say nothing about letters and lines, and much that is hostile hides in them.</summary>
    protected override void ProcessOperations(IReadOnlyList<IGraphicsStateOperation> operations)
    {
        foreach (IGraphicsStateOperation operation in operations)
        {
            budget.Operation();
            if (operation.Operator is not ("cs" or "CS" or "sc" or "SC" or "scn" or "SCN" or "gs" or "sh" or "BI" or "ID" or "EI" or "ri"))
            {
                operation.Run(this);
            }
        }
    }

    public override void PushState()
    {
        if (StackSize > MaxSavedStates)
        {
            throw budget.Refuse("PDF 已损坏：图形状态保存的层次过多。");
        }

        base.PushState();
    }

    public override void RenderGlyph(
        IFont font,
        CurrentGraphicsState currentState,
        double fontSize,
        double pointSize,
        int code,
        string unicode,
        long currentOffset,
        in TransformationMatrix renderingMatrix,
        in TransformationMatrix textMatrix,
        in TransformationMatrix transformationMatrix,
        CharacterBoundingBox characterBoundingBox)
    {
        budget.Operation();
        if (_actualText is { } actual)
        {
            unicode = actual;
            _actualText = "";
        }

        PdfRectangle box = PerformantRectangleTransformer.Transform(renderingMatrix, textMatrix, transformationMatrix, new PdfRectangle(0, 0, characterBoundingBox.Width, 1));
        if (string.IsNullOrEmpty(unicode) || !IsFinite(box.BottomLeft) || !IsFinite(box.TopRight))
        {
            return;
        }

        budget.Characters(unicode.Length);
        if (GlyphPlacing.Place(box, unicode, IsPale(currentState), IsHidden(currentState), font.TryGetUnicode(code, out _)) is { } glyph)
        {
            _marks.Glyphs.Add(glyph);
        }
    }

    public override void BeginSubpath()
    {
    }

    public override PdfPoint? CloseSubpath()
    {
        _path.Close();
        CurrentPosition = _path.Start;
        return _path.Start;
    }

    public override void MoveTo(double x, double y) => _path.MoveTo(Advance(x, y));

    public override void LineTo(double x, double y) => _path.LineTo(Advance(x, y));

    public override void BezierCurveTo(double x2, double y2, double x3, double y3) => _path.CurveTo(Advance(x3, y3));

    public override void BezierCurveTo(double x1, double y1, double x2, double y2, double x3, double y3) => _path.CurveTo(Advance(x3, y3));

    public override void Rectangle(double x, double y, double width, double height) =>
        _path.Rectangle(Transform(x, y), Transform(x + width, y), Transform(x + width, y + height), Transform(x, y + height));

    public override void StrokePath(bool close) => Paint(close, stroke: true, fill: false);

    public override void FillPath(FillingRule fillingRule, bool close) => Paint(close, stroke: false, fill: true);

    public override void FillStrokePath(FillingRule fillingRule, bool close) => Paint(close, stroke: true, fill: true);

    public override void EndPath() => _path.Clear();

    public override void ClosePath() => _path.Clear();

    public override void ModifyClippingIntersect(FillingRule clippingRule)
    {
    }

    public override void BeginMarkedContent(NameToken name, NameToken? propertyDictionaryName, DictionaryToken? properties)
    {
        if (_markedContent.Count > MaxSavedStates)
        {
            throw budget.Refuse("PDF 已损坏：标记内容的层次过多。");
        }

        _markedContent.Push(_actualText);
        if (properties is not null && properties.TryGet(NameToken.ActualText, PdfScanner, out IDataToken<string>? text))
        {
            _actualText = text.Data.Replace("\u00AD", "", StringComparison.Ordinal);
        }
    }

    // The outer text, if there was any letter of it, has been given out: what follows has none of its own.
    public override void EndMarkedContent() => _actualText = _markedContent.TryPop(out string? outer) && outer is not null ? "" : null;

    public override void PaintShading(NameToken shadingName)
    {
    }

    protected override void ProcessFormXObject(StreamToken formStream, NameToken xObjectName)
    {
        if (++_formDepth > MaxFormDepth)
        {
            throw budget.Refuse("PDF 已损坏：页面内容互相嵌套，没有尽头。");
        }

        bool loaded = formStream.StreamDictionary.TryGet(NameToken.Resources, PdfScanner, out DictionaryToken? resources);
        if (loaded)
        {
            ResourceStore.LoadResourceDictionary(sanitise(resources!));
        }

        PushState();
        if (formStream.StreamDictionary.TryGet(NameToken.Matrix, PdfScanner, out ArrayToken? matrix) && matrix.Data.OfType<NumericToken>().Count() == 6)
        {
            ModifyCurrentTransformationMatrix(TransformationMatrix.FromArray([.. matrix.Data.OfType<NumericToken>().Select(number => number.Data)]));
        }

        ProcessOperations(Operations(formStream));
        PopState();
        if (loaded)
        {
            ResourceStore.UnloadResourceDictionary();
        }

        _formDepth--;
    }

    protected override void RenderXObjectImage(XObjectContentRecord xObjectContentRecord)
    {
    }

    protected override void RenderInlineImage(InlineImage inlineImage)
    {
    }

    protected override void ClipToRectangle(PdfRectangle rectangle, FillingRule clippingRule)
    {
    }

    private IReadOnlyList<IGraphicsStateOperation> Operations(StreamToken form)
    {
        if (!_forms.TryGetValue(form, out IReadOnlyList<IGraphicsStateOperation>? operations))
        {
            Memory<byte> content = form.Decode(FilterProvider, PdfScanner);
            budget.Content(content.Length);
            operations = PageContentParser.Parse(PageNumber, new MemoryInputBytes(content), ParsingOptions.Logger);
            _forms.Add(form, operations);
        }

        return operations;
    }

    private void Paint(bool close, bool stroke, bool fill)
    {
        if (close)
        {
            _path.Close();
        }

        CurrentGraphicsState state = GetCurrentState();
        if (stroke && !IsWhite(state.CurrentStrokingColor))
        {
            _path.Stroke(_marks.Rules);
        }
        else if (fill && !IsWhite(state.CurrentNonStrokingColor))
        {
            _path.Fill(_marks.Rules);
        }

        _path.Clear();
    }

    private PdfPoint Advance(double x, double y) => CurrentPosition = Transform(x, y);

    private PdfPoint Transform(double x, double y) => CurrentTransformationMatrix.Transform(new PdfPoint(x, y));

    private static bool IsFinite(PdfPoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private static bool IsPale(CurrentGraphicsState state) => Lightness(state.CurrentNonStrokingColor) > Pale;

    private static bool IsWhite(UglyToad.PdfPig.Graphics.Colors.IColor? color) => Lightness(color) > 0.97;

    private static bool IsHidden(CurrentGraphicsState state) => state.FontState.TextRenderingMode is TextRenderingMode.Neither or TextRenderingMode.NeitherClip;

    private static double Lightness(UglyToad.PdfPig.Graphics.Colors.IColor? color)
    {
        if (color is null)
        {
            return 0;
        }

        (double r, double g, double b) = color.ToRGBValues();
        return Math.Min(r, Math.Min(g, b));
    }
}
