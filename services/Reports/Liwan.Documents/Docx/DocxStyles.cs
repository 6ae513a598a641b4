using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Typesetting;
using static Liwan.Documents.Docx.WordUnits;

namespace Liwan.Documents.Docx;

/// <summary>The fonts by name, with what stands in for them, and how paragraphs are set unless they say else.</summary>
internal static class DocxStyles
{
    /// <summary>The font of running text.</summary>
    public const string BodyFont = "仿宋";

    /// <summary>The font of heads.</summary>
    public const string HeadFont = "宋体";

    private const string LatinFont = "Times New Roman";

    public static void Add(MainDocumentPart main, string language)
    {
        StyleDefinitionsPart styles = main.AddNewPart<StyleDefinitionsPart>("rIdStyles");
        styles.Styles = new Styles(
            new DocDefaults(
                new RunPropertiesDefault(new RunPropertiesBaseStyle(
                    new RunFonts { Ascii = LatinFont, HighAnsi = LatinFont, EastAsia = BodyFont, ComplexScript = LatinFont },
                    new FontSize { Val = Points(PageGeometry.BodySize) },
                    new FontSizeComplexScript { Val = Points(PageGeometry.BodySize) },
                    new Languages { Val = "en-US", EastAsia = language })),
                new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(
                    new Kinsoku(),
                    // Else Word widens the gaps between Chinese and figures, and lines break elsewhere than printed.
                    new AutoSpaceDE { Val = false },
                    new AutoSpaceDN { Val = false },
                    new SpacingBetweenLines { Before = "0", After = "0", Line = "240", LineRule = LineSpacingRuleValues.Auto }))),
            new Style(new StyleName { Val = "Normal" }, new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true });
        styles.Styles.Save();

        FontTablePart fonts = main.AddNewPart<FontTablePart>("rIdFonts");
        fonts.Fonts = new DocumentFormat.OpenXml.Wordprocessing.Fonts(Font(BodyFont, "FangSong"), Font(HeadFont, "SimSun"), Font(LatinFont, "Liberation Serif"));
        fonts.Fonts.Save();
    }

    private static Font Font(string name, string alternative) => new(new AltName { Val = alternative }) { Name = name };
}
