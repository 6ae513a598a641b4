using System.Text;

namespace Liwan.AppHost.Local;

/// <summary>Cuts the output of a process into lines.</summary>
internal static class OutputLines
{
    /// <summary>Longer lines are cut here, so that output without line ends cannot fill the memory.</summary>
    public const int LongestLine = 16 * 1024;

    /// <summary>Hands each line on until the output ends.</summary>
    public static async Task ForEachAsync(TextReader output, Action<string> onLine)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        while (await output.ReadAsync(buffer) is > 0 and var length)
        {
            for (var i = 0; i < length; i++)
            {
                if (buffer[i] != '\n')
                {
                    line.Append(buffer[i]);
                }

                if (buffer[i] == '\n' || line.Length == LongestLine)
                {
                    Flush(line, onLine);
                }
            }
        }

        if (line.Length > 0)
        {
            Flush(line, onLine);
        }
    }

    private static void Flush(StringBuilder line, Action<string> onLine)
    {
        onLine(line.ToString().TrimEnd('\r'));
        line.Clear();
    }
}
