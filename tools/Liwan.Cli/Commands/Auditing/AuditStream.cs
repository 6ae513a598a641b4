using System.Runtime.CompilerServices;
using Grpc.Core;
using Liwan.Audit.V1;
using Liwan.Cli.Commands.Bulk;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Auditing;

/// <summary>Reads the export of an audit trail to its end, over as many connections as it takes.</summary>
internal static class AuditStream
{
    public static async IAsyncEnumerable<ExportAuditEntriesResponse> ReadAsync(
        ServiceClients clients, AuditedService service, ExportAuditEntriesRequest range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reconnection = new Reconnection(service.Address, clients);
        var request = range.Clone();
        while (true)
        {
            RpcException? cut = null;
            // Entries without a seal come last and have no number to go on from: kept back until they are all there.
            var unsealed = new List<ExportAuditEntriesResponse>();
            using var call = service.Client.ExportAuditEntries(request, new CallOptions(cancellationToken: cancellationToken));
            while (cut is null)
            {
                try
                {
                    if (!await call.ResponseStream.MoveNext(cancellationToken))
                    {
                        break;
                    }
                }
                catch (RpcException e)
                {
                    cut = e;
                    continue;
                }

                reconnection.Progress();
                var batch = call.ResponseStream.Current;
                if (batch.Seals.Count == 0)
                {
                    unsealed.Add(batch);
                    continue;
                }

                request.StartAfter = batch.Seals[^1].Number;
                yield return batch;
            }

            if (cut is null)
            {
                foreach (var batch in unsealed)
                {
                    yield return batch;
                }

                yield break;
            }

            await reconnection.WaitAsync(cut, cancellationToken);
        }
    }
}
