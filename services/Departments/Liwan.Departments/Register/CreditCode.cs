namespace Liwan.Departments.Register;

/// <summary>统一社会信用代码 by GB 32100-2015: 18 characters, the last a check character over the others, modulo 31.</summary>
internal static class CreditCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const int Length = 18;

    public static bool IsValid(string code) =>
        code.Length == Length
        && code.All(character => Alphabet.Contains(character, StringComparison.Ordinal))
        && code[^1] == CheckCharacter(code[..^1]);

    /// <summary>The check character of the first 17 characters, all of the alphabet.</summary>
    public static char CheckCharacter(string body)
    {
        var sum = 0;
        var weight = 1;
        foreach (var character in body)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % Alphabet.Length;
        }

        return Alphabet[(Alphabet.Length - (sum % Alphabet.Length)) % Alphabet.Length];
    }
}
