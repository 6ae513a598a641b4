using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Liwan.OperatorPage.Tests.Otlp;

/// <summary>What senders other than our own may do.</summary>
public class ReceiverTests
{
    private const string Protobuf = "application/x-protobuf";
    private const int Largest = 100_000;

    private static readonly Method<ExportTraceServiceRequest, ExportTraceServiceResponse> ExportTraces = new(
        MethodType.Unary,
        "opentelemetry.proto.collector.trace.v1.TraceService",
        "Export",
        Marshallers.Create(message => message.ToByteArray(), ExportTraceServiceRequest.Parser.ParseFrom),
        Marshallers.Create(message => message.ToByteArray(), ExportTraceServiceResponse.Parser.ParseFrom));

    [Fact]
    public async Task Post_WhenPackedWithGzip_IsUnpacked()
    {
        await using var page = await RunningPage.StartAsync();
        using var answer = await PostAsync(page, "/v1/traces", Gzip(Request(Spans(1)).ToByteArray()), encoding: "gzip");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Protobuf, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(new ExportTraceServiceResponse(), ExportTraceServiceResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()));
        Assert.Equal(1, page.Server.Telemetry.Traces.Usage.Count);
    }

    [Theory]
    [InlineData("application/json", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Protobuf, "br", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Protobuf, "gzip", HttpStatusCode.BadRequest)]
    [InlineData(Protobuf, null, HttpStatusCode.BadRequest)]
    public async Task Post_WhenItIsNoMessage_IsRefusedWithAStatusThatSaysWhy(string type, string? encoding, HttpStatusCode expected)
    {
        await using var page = await RunningPage.StartAsync();
        using var answer = await PostAsync(page, "/v1/logs", Encoding.UTF8.GetBytes("no message"), type, encoding);

        Assert.Equal(expected, answer.StatusCode);
        var status = Google.Rpc.Status.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal((int)StatusCode.InvalidArgument, status.Code);
        Assert.NotEmpty(status.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_WhenTheMessageIsTooLarge_IsRefusedPackedOrNot(bool packed)
    {
        await using var page = await RunningPage.StartAsync(options => options with { LargestMessage = Largest });
        var message = new byte[Largest + 1];
        using var answer = await PostAsync(page, "/v1/metrics", packed ? Gzip(message) : message, encoding: packed ? "gzip" : null);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal((int)StatusCode.ResourceExhausted, Google.Rpc.Status.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync()).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Call_WhenTheMessageIsTooLarge_IsRefusedPackedOrNot(string? encoding)
    {
        await using var page = await RunningPage.StartAsync(options => options with { LargestMessage = Largest });
        using var channel = GrpcChannel.ForAddress(page.GrpcAddress);
        var span = Spans(1);
        span[0].Name = new string('n', Largest);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => CallAsync(channel, Request(span), encoding));
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Equal(0, page.Server.Telemetry.Traces.Usage.Count);
    }

    [Fact]
    public async Task Call_WhenPackedWithGzip_IsUnpacked()
    {
        await using var page = await RunningPage.StartAsync();
        using var channel = GrpcChannel.ForAddress(page.GrpcAddress);

        Assert.Equal(new ExportTraceServiceResponse(), await CallAsync(channel, Request(Spans(3)), "gzip"));
        Assert.Equal(3, page.Server.Telemetry.Traces.Usage.Count);
    }

    [Fact]
    public async Task Call_WithSpansThatHaveNoIds_TakesTheOthersAndSaysSo()
    {
        await using var page = await RunningPage.StartAsync();
        using var channel = GrpcChannel.ForAddress(page.GrpcAddress);
        var spans = Spans(4);
        spans[0].TraceId = ByteString.CopyFrom(new byte[16]);
        spans[1].TraceId = ByteString.CopyFrom(1, 2, 3);
        spans[2].SpanId = ByteString.Empty;

        var answer = await CallAsync(channel, Request(spans), null);
        Assert.Equal(3, answer.PartialSuccess.RejectedSpans);
        Assert.StartsWith("3 spans without a trace id", answer.PartialSuccess.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal((1, 3), (page.Server.Telemetry.Traces.Usage.Count, page.Server.Telemetry.Traces.Usage.Refused));
    }

    [Fact]
    public async Task Post_OfPointsThatSayNothing_TakesTheOthersAndSaysSo()
    {
        await using var page = await RunningPage.StartAsync();
        var metrics = new ScopeMetrics
        {
            Metrics =
            {
                new Metric { Name = "gauge", Gauge = new Gauge { DataPoints = { new NumberDataPoint(), new NumberDataPoint { AsDouble = double.NaN }, new NumberDataPoint { AsInt = 5 } } } },
                new Metric
                {
                    Name = "histogram",
                    Histogram = new Histogram
                    {
                        DataPoints =
                        {
                            new HistogramDataPoint { Count = 1, ExplicitBounds = { 1, 2 }, BucketCounts = { 1 } },
                            new HistogramDataPoint { Count = 1, ExplicitBounds = { 2, 1 }, BucketCounts = { 1, 0, 0 } },
                        },
                    },
                },
            },
        };
        var request = new ExportMetricsServiceRequest { ResourceMetrics = { new ResourceMetrics { ScopeMetrics = { metrics } } } };
        using var answer = await PostAsync(page, "/v1/metrics", request.ToByteArray());

        var response = ExportMetricsServiceResponse.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(4, response.PartialSuccess.RejectedDataPoints);
        var series = Assert.Single(page.Server.Telemetry.Metrics.GetAll());
        Assert.Equal(("gauge", "unknown_service", 5), (series.Metric.Name, series.Source.Service, series.Last.Value));
    }

    [Fact]
    public async Task Post_UnderANameOfAnotherSite_IsNotTaken()
    {
        await using var page = await RunningPage.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Headers = { Host = $"rebound.example:{page.Otlp.BaseAddress!.Port}" } };
        request.Content = Content(Request(Spans(1)).ToByteArray(), Protobuf, null);
        using var answer = await page.Otlp.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.Equal(0, page.Server.Telemetry.Traces.Usage.Received);
    }

    private static async Task<ExportTraceServiceResponse> CallAsync(GrpcChannel channel, ExportTraceServiceRequest request, string? encoding)
    {
        var headers = encoding is null ? [] : new Metadata { { "grpc-internal-encoding-request", encoding } };
        using var call = channel.CreateCallInvoker().AsyncUnaryCall(ExportTraces, null, new CallOptions(headers), request);
        return await call.ResponseAsync;
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningPage page, string path, byte[] body, string type = Protobuf, string? encoding = null)
    {
        using var content = Content(body, type, encoding);
        return await page.Otlp.PostAsync(path, content);
    }

    private static ByteArrayContent Content(byte[] body, string type, string? encoding)
    {
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return content;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static List<Span> Spans(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new Span
        {
            TraceId = ByteString.CopyFrom([.. Enumerable.Repeat((byte)number, 16)]),
            SpanId = ByteString.CopyFrom([.. Enumerable.Repeat((byte)number, 8)]),
            Name = $"span {number}",
        })];

    private static ExportTraceServiceRequest Request(IEnumerable<Span> spans) =>
        new() { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { spans } } } } } };
}
