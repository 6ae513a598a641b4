using System.Text.RegularExpressions;

namespace Liwan.SqlServer.Tests;

/// <summary>
/// The pieces of SQL that stand in the sources of the services: what lies between the holes of their literals. Not of the
/// migrations, whose scripts <see cref="SchemaTests"/> reads.
/// </summary>
internal static partial class WrittenStatements
{
    private const int ShortestPiece = 12;

    /// <summary>Each piece with the file that it stands in.</summary>
    public static IReadOnlyList<(string File, string Piece)> All()
    {
        var services = Path.Combine(Root(), "services");
        return
        [
            .. from file in Directory.EnumerateFiles(services, "*.cs", SearchOption.AllDirectories)
               where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
               where !Migration().IsMatch(Path.GetFileName(file))
               from literal in Literals(File.ReadAllText(file))
               where Sql().IsMatch(literal)
               from piece in Hole().Split(literal)
               let words = Spaces(piece)
               where words.Length >= ShortestPiece
               select (Path.GetRelativePath(services, file), words),
        ];
    }

    /// <summary>A text with its white space made even.</summary>
    public static string Spaces(string text) => White().Replace(text, " ").Trim();

    private static IEnumerable<string> Literals(string source)
    {
        // A hole that holds a text of its own would end the literal around it.
        var code = HoleWithText().Replace(Comment().Replace(source, string.Empty), "{}");
        foreach (Match raw in RawLiteral().Matches(code))
        {
            yield return raw.Groups[1].Value;
        }

        foreach (Match literal in Literal().Matches(RawLiteral().Replace(code, string.Empty)))
        {
            yield return literal.Groups[1].Value;
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Liwan.Platform.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Liwan.Platform.sln is in no folder above this test.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WHERE|ORDER BY|CASE WHEN)\b")]
    private static partial Regex Sql();

    [GeneratedRegex(@"^M[0-9]+_")]
    private static partial Regex Migration();

    [GeneratedRegex(@"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}")]
    private static partial Regex Hole();

    [GeneratedRegex("""\{[^{}\n"]*"[^"\n]*"[^{}\n]*\}""")]
    private static partial Regex HoleWithText();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"\"\"(.*?)\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawLiteral();

    [GeneratedRegex("\"((?:[^\"\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Literal();
}
