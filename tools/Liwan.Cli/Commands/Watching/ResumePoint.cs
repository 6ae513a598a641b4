using System.Text;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Watching;

/// <summary>Where a watcher is, kept in a file so that the next run goes on there.</summary>
/// <param name="file">The file; null: nowhere.</param>
/// <param name="first">Where to begin if the file does not say.</param>
internal sealed class ResumePoint(string? file, string? first)
{
    private const int Longest = 200;
    private string? _kept;

    /// <summary>The token to begin with.</summary>
    /// <exception cref="ServiceException">The file holds something else.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        if (file is null || !File.Exists(file))
        {
            return first ?? "";
        }

        var token = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        if (token.Length is 0 or > Longest || token.Any(char.IsWhiteSpace))
        {
            throw new ServiceException(new ServiceError
            {
                ExitCode = ExitCode.Refused,
                Reason = "RESUME_FILE_UNREADABLE",
                Message = $"文件 {file} 不是续传标记；如要重新开始，请删除该文件或改用其他文件",
            });
        }

        return token;
    }

    /// <summary>Keeps a token, whole or not at all.</summary>
    public async Task KeepAsync(string token, CancellationToken cancellationToken)
    {
        if (file is null || token == _kept)
        {
            return;
        }

        var temporary = $"{file}.new";
        await File.WriteAllTextAsync(temporary, $"{token}\n", new UTF8Encoding(false), cancellationToken);
        File.Move(temporary, file, overwrite: true);
        _kept = token;
    }
}
