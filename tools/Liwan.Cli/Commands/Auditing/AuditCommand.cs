using System.CommandLine;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Auditing;

/// <summary><c>liwan audit</c>.</summary>
internal static class AuditCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("audit", "Verify or export the audit trail (审计记录): who changed what, and who was refused.");
        command.Add(AuditVerifyCommand.Create(runtime));
        command.Add(AuditExportCommand.Create(runtime));
        return command;
    }

    /// <summary>Which services; all four if none is named.</summary>
    public static Option<string[]> ServiceOption()
    {
        var option = new Option<string[]>("--service", "-s") { Description = "Only the audit trail of this service; default: all four.", HelpName = "NAME" };
        option.AcceptOnlyFromAmong([.. ServiceAddresses.Names]);
        return option;
    }

    public static IReadOnlyList<AuditedService> Select(ServiceClients clients, string[]? names) =>
        [.. clients.Audits.Where(service => names is null or [] || names.Contains(service.Address.Name))];
}
