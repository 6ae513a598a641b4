namespace Liwan.Cli.FormFiles;

/// <summary>What is wrong with a form file: where, the value found there, and what would be right, in Chinese.</summary>
/// <param name="Path">JSON path, <c>$</c> for the file as a whole.</param>
/// <param name="Value">The value as JSON, shortened; null where there is none.</param>
/// <param name="Message">A Chinese sentence.</param>
internal sealed record FormProblem(string Path, string? Value, string Message)
{
    private const int LongestValue = 60;

    /// <summary>A problem with a value, which is shortened to what a line can show.</summary>
    public static FormProblem Of(string path, string? value, string message) =>
        new(path, value is { Length: > LongestValue } ? value[..LongestValue] + "…" : value, message);

    public override string ToString() => Value is null ? $"{Path}：{Message}" : $"{Path} = {Value}：{Message}";
}

/// <summary>A form file that cannot be taken, with everything that is wrong with it.</summary>
internal sealed class FormFileException(string file, IReadOnlyList<FormProblem> problems) : Exception($"{file}：{string.Join("；", problems)}")
{
    public string File { get; } = file;
    public IReadOnlyList<FormProblem> Problems { get; } = problems;
}
