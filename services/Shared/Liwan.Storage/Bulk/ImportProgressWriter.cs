using Grpc.Core;
using Liwan.Bulk.V1;

namespace Liwan.Storage.Bulk;

/// <summary>Answers a batch in messages that clients take: what is wrong with 500 items can be much.</summary>
internal sealed class ImportProgressWriter(IServerStreamWriter<ImportProgress> answers)
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>Writes outcomes; the last message says where the import stands, those before how far they reach.</summary>
    public async Task WriteAsync(IReadOnlyList<ImportOutcome> outcomes, long next)
    {
        var progress = new ImportProgress();
        var bytes = 0;
        foreach (var outcome in outcomes)
        {
            var size = outcome.CalculateSize();
            if (bytes > 0 && bytes + size > MostBytes)
            {
                progress.NextIndex = progress.Outcomes[^1].Index + 1;
                await answers.WriteAsync(progress);
                progress = new ImportProgress();
                bytes = 0;
            }

            progress.Outcomes.Add(outcome);
            bytes += size;
        }

        progress.NextIndex = next;
        await answers.WriteAsync(progress);
    }
}
