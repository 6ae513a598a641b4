namespace Liwan.Documents.Docx;

/// <summary>Names of WordprocessingML.</summary>
internal static class WordNames
{
    public const string Main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    public const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public const string Footer = "footer";

    public const string WatermarkHeader = "header";
}

/// <summary>The identifiers of our paragraph styles; a person sees their Chinese names.</summary>
internal static class WordStyles
{
    public const string Attachment = "LiwanAttachment";
    public const string Title = "LiwanTitle";
    public const string AppendixTitle = "LiwanAppendixTitle";
    public const string Year = "LiwanYear";
    public const string Seal = "LiwanSeal";
    public const string Head = "LiwanHead";
    public const string Centred = "LiwanCentred";
    public const string Left = "LiwanLeft";
    public const string Justified = "LiwanJustified";
    public const string Note = "LiwanNote";
    public const string End = "LiwanEnd";
    public const string Footer = "Footer";
    public const string Header = "Header";
}
