using FsCheck.Xunit;
using Google.Protobuf;
using Liwan.OperatorPage.Otlp;
using Liwan.OperatorPage.Telemetry;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;

namespace Liwan.OperatorPage.Tests.Otlp;

public class AttributeReadingTests
{
    private static readonly AttributeReading Reading = new(new TelemetryLimits { TextLength = 20, Attributes = 3 });

    [Fact]
    public void Text_OfEachKindOfValue_IsAsAReaderWouldWriteIt()
    {
        var nested = new AnyValue
        {
            KvlistValue = new KeyValueList
            {
                Values =
                {
                    new KeyValue { Key = "a\"", Value = List(new AnyValue { IntValue = 1 }, new AnyValue { StringValue = "年" }, new AnyValue()) },
                },
            },
        };

        Assert.Equal("text", Reading.Text(new AnyValue { StringValue = "text" }));
        Assert.Equal("-7", Reading.Text(new AnyValue { IntValue = -7 }));
        Assert.Equal("0.25", Reading.Text(new AnyValue { DoubleValue = 0.25 }));
        Assert.Equal("false", Reading.Text(new AnyValue { BoolValue = false }));
        Assert.Equal("00ff", Reading.Text(new AnyValue { BytesValue = ByteString.CopyFrom(0, 255) }));
        Assert.Equal("""{"a\"": [1, "年", nu…""", Reading.Text(nested));
        Assert.Equal("", Reading.Text(null));
    }

    [Theory]
    [InlineData("exactly twenty chars", "exactly twenty chars")]
    [InlineData("twenty-one characters", "twenty-one characte…")]
    [InlineData("before a surrogate𠮷more", "before a surrogate…")]
    public void Cut_OfALongText_NeverLeavesHalfACharacter(string text, string expected) => Assert.Equal(expected, Reading.Cut(text));

    [Property(MaxTest = 200)]
    public void Text_OfAnyNesting_StaysWithinTheLimit(byte[] shape)
    {
        var value = new AnyValue { StringValue = "a text that is long" };
        foreach (var next in shape.Take(90))
        {
            value = next % 2 == 0 ? List(value, value) : new AnyValue { KvlistValue = new KeyValueList { Values = { new KeyValue { Key = "key", Value = value } } } };
        }

        Assert.InRange(Reading.Text(value).Length, 1, 20);
    }

    [Fact]
    public void Source_ThatSaysNothing_IsUnknown()
    {
        Assert.Equal(("unknown_service", ""), (Reading.Source(null).Service, Reading.Source(null).Instance));
    }

    [Property(MaxTest = 500)]
    public void Take_OfAnyIdsTimesAndNumbers_CountsEachSpanAndPointOnce(byte[] traceId, byte[] spanId, ulong start, ulong end, ulong count, double sum)
    {
        var store = new TelemetryStore(new TelemetryLimits(), TimeProvider.System);
        var intake = new Intake(store);
        var span = new OpenTelemetry.Proto.Trace.V1.Span
        {
            TraceId = ByteString.CopyFrom(traceId),
            SpanId = ByteString.CopyFrom(spanId),
            StartTimeUnixNano = start,
            EndTimeUnixNano = end,
        };
        var point = new HistogramDataPoint { Count = count, Sum = sum };
        intake.Take(new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } } } });
        var metric = new OpenTelemetry.Proto.Metrics.V1.Metric { Name = "m", Histogram = new Histogram { DataPoints = { point } } };
        intake.Take(new ExportMetricsServiceRequest { ResourceMetrics = { new ResourceMetrics { ScopeMetrics = { new ScopeMetrics { Metrics = { metric } } } } } });

        var (spans, points) = (store.Traces.Usage, store.Metrics.Usage);
        Assert.Equal((1, 1), (spans.Count + spans.Refused, points.Count + points.Refused));
        Assert.Equal(double.IsFinite(sum) ? 1 : 0, points.Count);
    }

    private static AnyValue List(params AnyValue[] values) => new() { ArrayValue = new ArrayValue { Values = { values } } };
}
