using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.Departments.Register;

namespace Liwan.Departments.Tests;

public sealed class CreditCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    [Theory]
    [InlineData("91350100M000100Y43")]
    [InlineData("91110000600037341L")]
    [InlineData("91440300708461136T")]
    public void IsValid_OfPublishedCodes_Holds(string code) => Assert.True(CreditCode.IsValid(code));

    [Property(Arbitrary = [typeof(Bodies)], Replay = "20210001,440103", MaxTest = 500)]
    public void IsValid_AfterOneSlip_DoesNotHold(string body)
    {
        var code = body + CreditCode.CheckCharacter(body);
        Assert.True(CreditCode.IsValid(code));
        for (var i = 0; i < code.Length; i++)
        {
            foreach (var other in Alphabet.Where(other => other != code[i]))
            {
                Assert.False(CreditCode.IsValid(code[..i] + other + code[(i + 1)..]));
            }

            if (i + 1 < code.Length && code[i] != code[i + 1])
            {
                Assert.False(CreditCode.IsValid(code[..i] + code[i + 1] + code[i] + code[(i + 2)..]));
            }
        }
    }

    public static class Bodies
    {
        public static Arbitrary<string> Body() =>
            Gen.Elements(Alphabet.ToCharArray()).ArrayOf(17).Select(characters => new string(characters)).ToArbitrary();
    }
}
