using System.Security;
using static Liwan.Documents.Docx.WordMeasures;

namespace Liwan.Documents.Docx;

/// <summary>The styles, fonts and settings of the document. Cells only name a style, so that a person restyles the form in one place.</summary>
internal static class DocxStyles
{
    private const string Declaration = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>""";

    private const string BodyFont = """<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/>""";
    private const string HeadFont = """<w:rFonts w:eastAsia="黑体"/>""";
    private const string TitleFont = """<w:rFonts w:eastAsia="宋体"/>""";

    /// <summary>The fonts by name, with the names to look for where a machine lacks them.</summary>
    public const string FontTable = Declaration + $"""
        <w:fonts xmlns:w="{WordNames.Main}">
        <w:font w:name="仿宋"><w:altName w:val="FangSong,仿宋_GB2312,STFangsong,Noto Serif CJK SC,Noto Serif SC"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>
        <w:font w:name="黑体"><w:altName w:val="SimHei,STHeiti,Noto Sans CJK SC,Noto Sans SC"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>
        <w:font w:name="宋体"><w:altName w:val="SimSun,STSong,Songti SC,Noto Serif CJK SC,Noto Serif SC"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>
        <w:font w:name="Times New Roman"><w:altName w:val="Liberation Serif"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>
        </w:fonts>
        """;

    /// <summary>The settings of a document in <paramref name="language"/>.</summary>
    /// <remarks>Without doNotExpandShiftReturn, Word tears the line before a line break apart to justify it.</remarks>
    public static string Settings(string language) => Declaration + $"""
        <w:settings xmlns:w="{WordNames.Main}">
        <w:zoom w:percent="100"/>
        <w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>
        <w:defaultTabStop w:val="420"/>
        <w:characterSpacingControl w:val="doNotCompress"/>
        <w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
        <w:themeFontLang w:val="en-US" w:eastAsia="{SecurityElement.Escape(language)}"/>
        </w:settings>
        """;

    /// <summary>The styles of a document in <paramref name="language"/>.</summary>
    public static string Styles(string language) => Declaration + $"""
        <w:styles xmlns:w="{WordNames.Main}">
        <w:docDefaults>
        <w:rPrDefault><w:rPr>{BodyFont}<w:sz w:val="{BodyHalfPoints}"/><w:szCs w:val="{BodyHalfPoints}"/><w:lang w:val="en-US" w:eastAsia="{SecurityElement.Escape(language)}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
        <w:pPrDefault><w:pPr>{AsianText}</w:pPr></w:pPrDefault>
        </w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr>{AsianText}</w:pPr></w:style>
        <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
        <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{PaddingX}" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="{PaddingX}" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
        {Style(WordStyles.Attachment, "附件", "", Size(HeadingHalfPoints))}
        {Style(WordStyles.Title, "表题", """<w:jc w:val="center"/><w:outlineLvl w:val="0"/>""", $"""{TitleFont}<w:b/><w:bCs/>{Size(TitleHalfPoints)}""")}
        {Style(WordStyles.AppendixTitle, "附录题", """<w:pageBreakBefore/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>""", $"""{TitleFont}<w:b/><w:bCs/>{Size(TitleHalfPoints)}""")}
        {Style(WordStyles.Year, "年度", """<w:spacing w:before="40"/><w:jc w:val="center"/>""", Size(HeadingHalfPoints))}
        {Style(WordStyles.Seal, "盖章与单位", $"""<w:keepNext/><w:tabs><w:tab w:val="right" w:pos="{TextWidth}"/></w:tabs><w:spacing w:before="40" w:after="60"/>""", Size(HeadingHalfPoints))}
        {Style(WordStyles.Head, "栏目", $"{Line}<w:jc w:val=\"center\"/>", $"{HeadFont}")}
        {Style(WordStyles.Centred, "短文本", $"{Line}<w:jc w:val=\"center\"/>", "")}
        {Style(WordStyles.Left, "左对齐文本", $"{Line}<w:jc w:val=\"left\"/>", "")}
        {Style(WordStyles.Justified, "长文本", $"{Line}<w:jc w:val=\"both\"/>", "")}
        {Style(WordStyles.Note, "表注", """<w:spacing w:before="80"/>""", Size(FooterHalfPoints))}
        {Style(WordStyles.End, "表末", """<w:spacing w:line="20" w:lineRule="exact"/>""", Size(2))}
        {Style(WordStyles.Header, "header", "", "", builtIn: true)}
        {Style(WordStyles.Footer, "footer", """<w:jc w:val="center"/>""", Size(FooterHalfPoints), builtIn: true)}
        </w:styles>
        """;

    // No space of Word's own between Chinese and figures: the text is what was typed.
    private const string AsianText = """<w:kinsoku/><w:overflowPunct/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>""";

    private static string Line { get; } = $"""<w:spacing w:line="{LineHeight}" w:lineRule="atLeast"/>""";

    private static string Size(int halfPoints) => $"""<w:sz w:val="{halfPoints}"/><w:szCs w:val="{halfPoints}"/>""";

    private static string Style(string id, string name, string paragraph, string run, bool builtIn = false) =>
        $"""<w:style w:type="paragraph"{(builtIn ? "" : " w:customStyle=\"1\"")} w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>""";
}
