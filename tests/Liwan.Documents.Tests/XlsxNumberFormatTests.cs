using System.Globalization;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Tests;

/// <summary>How a workbook's numbers show.</summary>
public class XlsxNumberFormatTests
{
    [Theory]
    [InlineData("General", "0.9861", "0.9861")]
    [InlineData("General", "-12", "-12")]
    [InlineData("G/通用格式", "1.50", "1.5")]
    [InlineData("0", "2.5", "3")]
    [InlineData("0.00", "4248.385", "4248.39")]
    [InlineData("0.00", "-0.001", "0.00")]
    [InlineData("#,##0.00", "1234567.891", "1,234,567.89")]
    [InlineData("#,##0", "0", "0")]
    [InlineData("#", "0", "")]
    [InlineData("0.0#", "1.5", "1.5")]
    [InlineData("000", "7", "007")]
    [InlineData("0%", "0.9861", "99%")]
    [InlineData("0.00%", "0.9861", "98.61%")]
    [InlineData("0.00%", "-0.1808", "-18.08%")]
    [InlineData("0.00;(0.00)", "-1.5", "(1.50)")]
    [InlineData("0.00;[Red]-0.00;\"—\"", "0", "—")]
    [InlineData("#,##0.00\"万元\"", "1234.5", "1,234.50万元")]
    [InlineData("[$¥-804]#,##0.00", "1234.5", "¥1,234.50")]
    [InlineData("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "1234.5", "1,234.50")]
    [InlineData("0,", "12345", "12")]
    [InlineData("0.00E+00", "12345", "1.23E+04")]
    [InlineData("@", "12.5", "12.5")]
    [InlineData(";;;", "12.5", "")]
    [InlineData("yyyy\"年\"m\"月\"", "44561", "2021年12月")]
    [InlineData("yyyy\"年\"m\"月\"d\"日\";@", "44561", "2021年12月31日")]
    [InlineData("yyyy/m/d", "44561", "2021/12/31")]
    [InlineData("yyyy-mm-dd", "44197", "2021-01-01")]
    [InlineData("[$-804]yyyy年m月d日", "44561", "2021年12月31日")]
    [InlineData("yy.mm", "44561", "21.12")]
    [InlineData("yyyy/m/d h:mm", "44561.5", "2021/12/31 12:00")]
    [InlineData("h:mm:ss", "0.75", "18:00:00")]
    [InlineData("上午/下午h时mm分", "0.75", "下午6时00分")]
    [InlineData("[h]:mm", "1.5", "36:00")]
    [InlineData("aaaa", "44561", "星期五")]
    [InlineData("yyyy/m/d", "1", "1900/1/1")]
    [InlineData("yyyy/m/d", "-1", "-1")]
    [InlineData("yyyy/m/d", "99999999", "99999999")]
    [InlineData("\"未完", "1", "未完")]
    [InlineData("[", "1", "")]
    [InlineData("", "1", "")]
    public void Show_ShowsTheNumberAsAPersonSeesIt(string code, string value, string shown) =>
        Assert.Equal(shown, new NumberFormat(code).Show(decimal.Parse(value, CultureInfo.InvariantCulture), from1904: false));

    [Fact]
    public void Show_WhenDaysCountFrom1904_ShowsTheSameDate() => Assert.Equal("2021/12/31", new NumberFormat("yyyy/m/d").Show(44561 - 1462, from1904: true));

    [Theory]
    [InlineData(0, "44561", "44561")]
    [InlineData(4, "1234.5", "1,234.50")]
    [InlineData(10, "0.5", "50.00%")]
    [InlineData(14, "44561", "2021/12/31")]
    [InlineData(31, "44561", "2021年12月31日")]
    [InlineData(57, "44561", "2021年12月")]
    [InlineData(999, "44561", "44561")]
    public void Show_KnowsTheFormatsThatAreBuiltIn(int identifier, string value, string shown) =>
        Assert.Equal(shown, new NumberFormat(BuiltInFormats.CodeOf(identifier)).Show(decimal.Parse(value, CultureInfo.InvariantCulture), from1904: false));
}
