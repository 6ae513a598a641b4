using System.Globalization;

namespace Liwan.Documents.Docx;

/// <summary>Measures as WordprocessingML writes them.</summary>
internal static class WordUnits
{
    /// <summary>Points as twentieths of a point.</summary>
    public static int Twips(double points) => (int)Math.Round(points * 20, MidpointRounding.AwayFromZero);

    /// <summary>A size of type as half points.</summary>
    public static string Points(double points) => ((int)Math.Round(points * 2)).ToString(CultureInfo.InvariantCulture);
}
