using System.Globalization;
using Liwan.ServiceDefaults.Limits;

namespace Liwan.ServiceDefaults.Tests;

public sealed class SettingsPageTests
{
    [Fact]
    public void Page_ListsEveryLimitWithItsDefault()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Liwan.Platform.sln")))
        {
            folder = folder.Parent!;
        }

        var listed = File.ReadLines(Path.Combine(folder.FullName, "docs", "settings.md"))
            .Where(line => line.StartsWith($"| `{LimitOptions.Section}:", StringComparison.Ordinal))
            .Select(line => string.Join(" | ", line.Trim('|', ' ').Split(" | ").Take(2)));

        var defaults = new LimitOptions();
        Assert.Equal(
            typeof(LimitOptions).GetProperties().Select(property => string.Create(CultureInfo.InvariantCulture, $"`{LimitOptions.Section}:{property.Name}` | `{property.GetValue(defaults)}`")),
            listed);
    }
}
