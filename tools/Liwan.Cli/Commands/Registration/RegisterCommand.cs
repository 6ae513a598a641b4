using System.CommandLine;
using Liwan.Cli.Commands.Filing;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Registration;

/// <summary><c>liwan register</c>.</summary>
internal static class RegisterCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "register",
            """
            Register departments (登记部门): enter those of form files that the register does not hold yet, which is for reviewers.

            A department that is there stays as it is, whatever the files call it.
            """);
        var files = FileCommand.FilesArgument();
        files.Arity = ArgumentArity.OneOrMore;
        command.Add(files);
        runtime.SetAction(command, (parsed, session, cancellationToken) => RunAsync(session, parsed.GetValue(files)!, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliSession session, string[] files, CancellationToken cancellationToken)
    {
        var forms = await FileCommand.ReadAllAsync(files, cancellationToken);
        var registration = new DepartmentRegistration(session.Clients);
        var departments = new List<RegisteredDepartment>();
        foreach (var form in forms.Select(item => item.Form).DistinctBy(form => form.DepartmentId))
        {
            departments.Add(await RegisterAsync(registration, form, cancellationToken));
        }

        if (session.Json)
        {
            session.PrintJson(new RegisterDocument(departments));
        }
        else
        {
            HumanOutput.Registered(session.Console, departments);
        }

        return departments.Max(department => department.Error?.ExitCode ?? ExitCode.Ok);
    }

    private static async Task<RegisteredDepartment> RegisterAsync(DepartmentRegistration registration, Form form, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("register", form.Name);
        try
        {
            var (department, created) = await registration.EnsureAsync(form, cancellationToken);
            return new RegisteredDepartment(form.DepartmentId, department.DisplayName, created ? PartOutcome.Created : PartOutcome.Unchanged, null);
        }
        catch (ServiceException e) when (e.Error.ExitCode != ExitCode.Unreachable)
        {
            return new RegisteredDepartment(form.DepartmentId, null, null, e.Error);
        }
    }
}
