using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Reports.V1;

namespace Liwan.Cli.Tests;

/// <summary>The summaries of rounds.</summary>
public sealed partial class FakeServices
{
    /// <summary>The summary of every round.</summary>
    public RoundSummary Summary { get; set; } = new();

    private sealed class RollupFake(FakeServices all) : RollupService.RollupServiceBase
    {
        public override Task<RoundSummary> SummarizeRound(SummarizeRoundRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(all.Summary);
        }

        public override Task<HttpBody> RenderRoundSummary(RenderRoundSummaryRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new HttpBody { ContentType = "application/pdf", Data = ByteString.CopyFrom(all.Document) });
        }
    }
}
