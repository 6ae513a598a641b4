using Liwan.Documents.Fonts;
using Liwan.Documents.Pdf;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Reports.Rendering;

/// <summary>The font that documents are set in: looked for when first needed, and again until one is found.</summary>
internal sealed class FormFonts(IConfiguration configuration)
{
    private readonly FontOptions _options = new() { Path = configuration["Reports:FontPath"] };
    private volatile PdfFormWriter? _writer;
    private volatile FontSet? _fonts;

    /// <exception cref="FontUnavailableException">None is installed.</exception>
    public FontSet Fonts => _fonts ??= FontSet.Locate(_options);

    /// <exception cref="FontUnavailableException">None is installed.</exception>
    public PdfFormWriter Writer => _writer ??= new PdfFormWriter(Fonts);

    /// <summary>The font, or null while none is installed.</summary>
    public FontSet? TryFonts()
    {
        try
        {
            return Fonts;
        }
        catch (FontUnavailableException)
        {
            return null;
        }
    }

    /// <summary>What an API caller is told when there is no font.</summary>
    public static ServiceException ToServiceException(FontUnavailableException e) =>
        new(ErrorCatalogue.FontUnavailable, ("detail", e.Message));
}
