using System.Text.RegularExpressions;

namespace Liwan.Cli.FormFiles;

/// <summary>Says where in a form file a field of the contracts is.</summary>
internal static partial class FieldPaths
{
    private static readonly (string Contract, string File)[] Prefixes =
    [
        ("budget.funding_rows", "$.funding.rows"),
        ("budget.total", "$.funding.total"),
        ("task_plan.", "$."),
        ("report.", "$."),
        ("department.official_names[0].text", "$.departmentName"),
        ("department.display_name", "$.departmentName"),
        ("department_id", "$.departmentId"),
    ];

    /// <summary>
    /// The JSON path of a field path, such as <c>$.funding.rows[2].actualExpenditure</c> of
    /// <c>budget.funding_rows[2].actual_expenditure</c>; a path that no form file has stays as it is.
    /// </summary>
    public static string ToJsonPath(string field)
    {
        foreach (var (contract, file) in Prefixes)
        {
            if (field.StartsWith(contract, StringComparison.Ordinal))
            {
                return file + Underscore()
                    .Replace(field[contract.Length..], match => match.Groups[1].Value.ToUpperInvariant())
                    .Replace(".displayName", ".name", StringComparison.Ordinal);
            }
        }

        return field;
    }

    [GeneratedRegex("_([a-z])")]
    private static partial Regex Underscore();
}
