using System.Text;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Some writers put radicals into the text layer for the characters that look the same: ⻔ for 门, ⽀ for 支. This maps them back.</summary>
internal static class Radicals
{
    private const char FirstSupplement = '\u2E80';
    private const char FirstKangxi = '\u2F00';
    private const char LastKangxi = '\u2FD5';

    /// <summary>Stands where Unicode knows no character that looks the same.</summary>
    private const char None = '・';

    // The block has no compatibility mappings, unlike the Kangxi radicals; these are Unicode's equivalent unified ideographs.
    private const string Supplement =
        "・厂乛乚乙亻冂・刀刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵・旡日月歺母"
        + "民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒㓁・・羊羊羋耂肀聿月臼艹艹"
        + "艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠"
        + "饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

    /// <summary>The text with its radicals as the characters that were meant; everything else stays as it is.</summary>
    public static string MapBack(string text)
    {
        int first = text.AsSpan().IndexOfAnyInRange(FirstSupplement, LastKangxi);
        if (first < 0)
        {
            return text;
        }

        var mapped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            mapped.Append(c switch
            {
                >= FirstKangxi and <= LastKangxi => c.ToString().Normalize(NormalizationForm.FormKC),
                >= FirstSupplement when c - FirstSupplement < Supplement.Length && Supplement[c - FirstSupplement] != None => Supplement[c - FirstSupplement].ToString(),
                _ => c.ToString(),
            });
        }

        return mapped.ToString();
    }
}
