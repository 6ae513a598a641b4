using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands;

/// <summary>The options that name forms: departments and a year.</summary>
internal sealed class FormSelection
{
    private readonly Option<string[]>? _departments;
    private readonly Option<string>? _department;
    private readonly Option<int?> _year;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="many">Whether several departments may be named.</param>
    /// <param name="required">Whether department and year must be given.</param>
    public FormSelection(Command command, bool many, bool required)
    {
        Option department = many
            ? _departments = new("--department", "-d") { Description = "Department id, such as npc-office; may be repeated.", AllowMultipleArgumentsPerToken = true }
            : _department = new("--department", "-d") { Description = "Department id, such as npc-office." };
        department.HelpName = "ID";
        department.Required = required;
        department.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !FormReader.DepartmentIdPattern().IsMatch(token.Value)))
            {
                result.AddError($"--department '{token.Value}': expected 2 to 63 lower-case letters, digits or hyphens, beginning with a letter, e.g. npc-office.");
            }
        });
        _year = new("--year", "-y") { Description = "Fiscal year, 2000 to 2099.", HelpName = "YEAR", Required = required };
        _year.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var year) && year is >= 2000 and <= 2099))
            {
                result.AddError($"--year '{token.Value}': expected a year from 2000 to 2099.");
            }
        });
        command.Add(department);
        command.Add(_year);
    }

    public IReadOnlyList<string> Departments(ParseResult parsed) => [.. (parsed.GetValue(_departments!) ?? []).Distinct()];

    public int? Year(ParseResult parsed) => parsed.GetValue(_year);

    /// <summary>The one form of a command that takes one.</summary>
    public FormName One(ParseResult parsed) => new(parsed.GetValue(_department!)!, Year(parsed)!.Value);

    /// <summary>The forms that are named, none if neither option is given.</summary>
    /// <exception cref="UsageException">One option is given without the other.</exception>
    public IReadOnlyList<FormName> Forms(ParseResult parsed)
    {
        var departments = Departments(parsed);
        var year = Year(parsed);
        return (departments.Count, year) switch
        {
            (0, null) => [],
            ( > 0, { } some) => [.. departments.Select(department => new FormName(department, some))],
            (0, _) => throw new UsageException("--year needs --department"),
            _ => throw new UsageException("--department needs --year"),
        };
    }
}
