using System.Text.RegularExpressions;

namespace Liwan.OperatorPage.Pages;

/// <summary>Lines of a terminal as text.</summary>
internal static partial class ConsoleText
{
    /// <summary>A line without the sequences that colour it, and without other control characters.</summary>
    public static string Plain(string line) => ControlSequence().Replace(line, "");

    [GeneratedRegex(@"\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[\u0000-\u0008\u000b-\u001f\u007f]")]
    private static partial Regex ControlSequence();
}
