using System.Text.RegularExpressions;
using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;
using Xunit;

namespace Liwan.Testing;

/// <summary>What the contract says of a list method, beside what the method takes.</summary>
public static partial class ListContract
{
    /// <summary>
    /// Asserts that the comment of <c>filter</c> names the fields that the method is filtered by and gives examples that
    /// it takes, and that the comment of <c>order_by</c> names its orders.
    /// </summary>
    /// <typeparam name="TRow">What the list is of.</typeparam>
    /// <param name="proto">The contract, from <c>shared-protos/liwan</c>, such as <c>budgets/v1/budget.proto</c>.</param>
    /// <param name="message">The request, such as <c>ListBudgetsRequest</c>.</param>
    /// <param name="method">What the method takes.</param>
    public static void AssertSays<TRow>(string proto, string message, ListMethod<TRow> method)
    {
        ArgumentNullException.ThrowIfNull(method);
        var text = File.ReadAllText(Path.Combine(Root(), "shared-protos", "liwan", proto));
        var start = text.IndexOf($"message {message} {{", StringComparison.Ordinal);
        var body = text[start..text.IndexOf("\n}", start, StringComparison.Ordinal)];
        var filter = Comment(body, "filter");
        var (fields, examples) = (filter[..filter.IndexOf("Examples:", StringComparison.Ordinal)], filter[filter.IndexOf("Examples:", StringComparison.Ordinal)..]);

        Assert.All(method.Fields, field => Assert.Contains($"`{field.Path}`", fields, StringComparison.Ordinal));
        Assert.NotEmpty(Items(examples));
        Assert.All(Items(examples), example => Filter.Read(example, method.Fields));
        Assert.Equal(method.Orders.Select(order => order.ToString()), Items(Comment(body, "order_by")));
    }

    private static IEnumerable<string> Items(string comment) => Item().Matches(comment).Select(match => match.Groups[1].Value);

    private static string Comment(string body, string field)
    {
        var before = body[..body.IndexOf($" {field} =", StringComparison.Ordinal)];
        return before[before.LastIndexOf("\n\n", StringComparison.Ordinal)..];
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

    [GeneratedRegex(@"^  // - `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Item();
}
