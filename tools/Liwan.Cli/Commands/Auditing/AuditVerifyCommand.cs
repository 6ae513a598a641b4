using System.CommandLine;
using Liwan.Audit.V1;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Auditing;

/// <summary><c>liwan audit verify</c>.</summary>
internal static class AuditVerifyCommand
{
    // The retention may take the beginning of a chain away while it is read.
    private const int MostAttempts = 5;

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "verify",
            """
            Verify the audit trail (核对审计链).

            Reads the whole chain of each service and computes every hash again: an entry that was altered, removed or put in is named, and the exit code is 1. Whether the tail was cut off, or the chain made anew, only a hash from outside can tell: give those of the services' logs with --head.
            """);
        var service = AuditCommand.ServiceOption();
        var head = new Option<string[]>("--head") { Description = "A hash that must be in a chain, such as a head from a log; may be repeated.", HelpName = "HASH" };
        head.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.Length != 64 || !token.Value.All(char.IsAsciiHexDigit)))
            {
                result.AddError($"--head '{token.Value}': expected a SHA-256 of 64 hexadecimal digits.");
            }
        });
        command.Add(service);
        command.Add(head);
        runtime.SetAction(command, (parsed, session, cancellationToken) => RunAsync(
            AuditCommand.Select(session.Clients, parsed.GetValue(service)),
            [.. (parsed.GetValue(head) ?? []).Select(hash => hash.ToLowerInvariant()).Distinct()],
            session,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<AuditedService> services, IReadOnlyList<string> heads, CliSession session, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("audit verify");
        var progress = new VerifyProgress();
        var verifying = VerifyAllAsync(services, heads, session.Clients, progress, cancellationToken);
        await ProgressDisplay.FollowAsync(session.Console, verifying, progress.State);

        var document = await verifying;
        if (session.Json)
        {
            session.PrintJson(document);
        }
        else
        {
            HumanOutput.Audited(session.Console, document);
        }

        return document.Services.All(chain => chain.Problems.Count == 0) && document.Heads.All(head => head.Found) ? ExitCode.Ok : ExitCode.Refused;
    }

    private static async Task<AuditVerifyDocument> VerifyAllAsync(
        IReadOnlyList<AuditedService> services, IReadOnlyList<string> heads, ServiceClients clients, VerifyProgress progress, CancellationToken cancellationToken)
    {
        var wanted = heads.ToHashSet(StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var chains = new List<AuditedChain>();
        foreach (var service in services)
        {
            var check = await VerifyAsync(service, wanted, clients, progress, cancellationToken);
            chains.Add(check.Finish(service.Address.Name));
            found.UnionWith(heads.Where(check.Has));
        }

        return new AuditVerifyDocument(chains, [.. heads.Select(hash => new AuditHeadFound(hash, found.Contains(hash)))]);
    }

    private static async Task<AuditChainCheck> VerifyAsync(
        AuditedService service, IReadOnlySet<string> wanted, ServiceClients clients, VerifyProgress progress, CancellationToken cancellationToken)
    {
        // The head first: what it says must be in what is exported after it.
        var head = await HeadAsync();
        for (var attempt = 1; ; attempt++)
        {
            progress.Begin(service.Address.Name, head.Number - head.AnchorNumber);
            var check = new AuditChainCheck(head);
            await foreach (var batch in AuditStream.ReadAsync(clients, service, new ExportAuditEntriesRequest(), cancellationToken))
            {
                check.Take(batch, wanted);
                progress.Done = check.Entries;
            }

            var after = await HeadAsync();
            if (after.AnchorNumber == head.AnchorNumber || attempt == MostAttempts)
            {
                return check;
            }

            head = after;
        }

        Task<AuditHead> HeadAsync() => clients.AuditAsync(
            service, (client, options) => client.GetAuditHeadAsync(new GetAuditHeadRequest(), options), cancellationToken);
    }

    private sealed class VerifyProgress
    {
        private volatile string _service = "";
        private long _total;
        private long _done;

        public long Done
        {
            set => Interlocked.Exchange(ref _done, value);
        }

        public void Begin(string service, long total)
        {
            _service = service;
            Interlocked.Exchange(ref _total, total);
            Done = 0;
        }

        public ProgressState State()
        {
            var (done, total) = (Interlocked.Read(ref _done), Interlocked.Read(ref _total));
            return new ProgressState($"核对审计链 {_service} {done}/{total}", Math.Min(1, (double)done / Math.Max(1, total)));
        }
    }
}
