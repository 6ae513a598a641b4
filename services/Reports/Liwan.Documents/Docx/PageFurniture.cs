using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Typesetting;
using static Liwan.Documents.Docx.WordUnits;

namespace Liwan.Documents.Docx;

/// <summary>What stands on every page of a DOCX.</summary>
internal static class PageFurniture
{
    /// <summary>A4 landscape with the margins of the PDF.</summary>
    public static SectionProperties Section(string footer, string? header)
    {
        var section = new SectionProperties();
        if (header is not null)
        {
            section.Append(new HeaderReference { Type = HeaderFooterValues.Default, Id = header });
        }

        section.Append(new FooterReference { Type = HeaderFooterValues.Default, Id = footer });
        section.Append(new PageSize { Width = (uint)Twips(PageGeometry.Width), Height = (uint)Twips(PageGeometry.Height), Orient = PageOrientationValues.Landscape });
        section.Append(new PageMargin
        {
            Top = Twips(PageGeometry.Top),
            Bottom = Twips(PageGeometry.Height - PageGeometry.Bottom),
            Left = (uint)Twips(PageGeometry.Left),
            Right = (uint)Twips(PageGeometry.Width - PageGeometry.Right),
            Header = (uint)Twips(PageGeometry.Top / 2),
            Footer = (uint)Twips(PageGeometry.Height - PageGeometry.FooterBaseline - (PageGeometry.FooterSize / 2)),
            Gutter = 0,
        });
        return section;
    }

    /// <summary>第 n 页 共 m 页.</summary>
    public static string AddFooter(MainDocumentPart main)
    {
        const string id = "rIdFooter";
        FooterPart part = main.AddNewPart<FooterPart>(id);
        part.Footer = new Footer(new Paragraph(
            new ParagraphProperties { Justification = new Justification { Val = JustificationValues.Center } },
            Run("第 "),
            new SimpleField(Run("1")) { Instruction = " PAGE " },
            Run(" 页 共 "),
            new SimpleField(Run("1")) { Instruction = " NUMPAGES " },
            Run(" 页")));
        part.Footer.Save();
        return id;

        static Run Run(string text) => DocxText.Run(text, Points(PageGeometry.FooterSize), isHead: false);
    }

    /// <summary>A mark across every page, as Word itself makes one: a shape in the header.</summary>
    public static string AddWatermark(MainDocumentPart main, string mark)
    {
        const string id = "rIdHeader";
        HeaderPart part = main.AddNewPart<HeaderPart>(id);
        part.Header = new Header($"""
            <w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:p><w:r><w:pict>
            <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
            <v:shape id="LiwanMark" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{mark}" style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:140pt;rotation:330;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#ebebeb" stroked="f"><v:textpath style="font-family:&quot;{DocxStyles.HeadFont}&quot;;font-size:1pt" string="{mark}"/></v:shape>
            </w:pict></w:r></w:p></w:hdr>
            """);
        part.Header.Save();
        return id;
    }
}
