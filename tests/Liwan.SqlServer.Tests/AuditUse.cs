using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Audit.V1;
using Liwan.Storage;
using Liwan.Storage.Audit;
using Liwan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace Liwan.SqlServer.Tests;

/// <summary>Everything that can be asked of an audit trail.</summary>
internal static class AuditUse
{
    public static async Task OfAsync(ServiceHost host)
    {
        var client = new AuditService.AuditServiceClient(host.Channel);
        await Wait.UntilAsync("something is sealed", async () => (await client.GetAuditHeadAsync(new GetAuditHeadRequest())).Number > 0);
        await ListCalls.CallAsync(AuditGrpcService.Method, async (filter, order, token) => (await client.ListAuditEntriesAsync(
            new ListAuditEntriesRequest { Filter = filter, OrderBy = order, PageToken = token, PageSize = 1 })).NextPageToken);
        foreach (var time in new[] { null, Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch) })
        {
            using var export = client.ExportAuditEntries(new ExportAuditEntriesRequest { StartTime = time });
            Assert.NotEmpty(await export.ResponseStream.ReadAllAsync().ToListAsync());
        }

        var database = host.Services.GetRequiredService<Database>();
        Assert.Equal(1, await database.WriteAsync(session => AuditTable.ForgetAsync(session, long.MaxValue, 1), CancellationToken.None));
    }
}
