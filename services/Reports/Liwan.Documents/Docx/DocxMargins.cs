namespace Liwan.Documents.Docx;

/// <summary>What stands in the margins: page numbers, and the mark of a draft.</summary>
internal static class DocxMargins
{
    private const string Declaration = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>""";

    /// <summary>第 n 页 共 m 页, as fields that Word counts.</summary>
    public const string Footer = Declaration
        + $"""<w:ftr xmlns:w="{WordNames.Main}"><w:p><w:pPr><w:pStyle w:val="{WordStyles.Footer}"/></w:pPr>"""
        + """<w:r><w:t xml:space="preserve">第 </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>"""
        + """<w:r><w:t xml:space="preserve"> 页 共 </w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>"""
        + """<w:r><w:t xml:space="preserve"> 页</w:t></w:r></w:p></w:ftr>""";

    /// <summary>The watermark 送审稿 in the form that Word itself gives to watermarks, so that its own command removes it.</summary>
    public const string Watermark = Declaration
        + $"""<w:hdr xmlns:w="{WordNames.Main}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word">"""
        + $"""<w:p><w:pPr><w:pStyle w:val="{WordStyles.Header}"/></w:pPr><w:r><w:rPr><w:noProof/></w:rPr><w:pict>"""
        + """<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>"""
        + """<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" alt="送审稿" style="position:absolute;margin-left:0;margin-top:0;width:420pt;height:140pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="silver" stroked="f"><v:fill opacity=".5"/>"""
        + $"""<v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string="{DocumentProperties.DraftMark}"/><w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r></w:p></w:hdr>""";
}
