using Google.Protobuf.Collections;
using Liwan.OperatorPage.Telemetry;
using OpenTelemetry.Proto.Metrics.V1;
using Metric = Liwan.OperatorPage.Telemetry.Metric;

namespace Liwan.OperatorPage.Otlp;

/// <summary>Reads metrics.</summary>
internal static class MetricReading
{
    /// <summary>A histogram with more buckets keeps its number and sum only.</summary>
    private const int MostBuckets = 256;

    /// <summary>Adds the points of a metric to the measurements.</summary>
    /// <returns>How many of its points could not be read.</returns>
    public static int Read(
        OpenTelemetry.Proto.Metrics.V1.Metric metric, TelemetrySource source, string scope, AttributeReading attributes, List<Measurement> measurements)
    {
        var malformed = 0;
        switch (metric.DataCase)
        {
            case OpenTelemetry.Proto.Metrics.V1.Metric.DataOneofCase.Gauge:
                Add(metric.Gauge.DataPoints, Describe(MetricKind.Gauge), isDelta: false);
                break;
            case OpenTelemetry.Proto.Metrics.V1.Metric.DataOneofCase.Sum:
                Add(metric.Sum.DataPoints, Describe(metric.Sum.IsMonotonic ? MetricKind.Counter : MetricKind.UpDownCounter), IsDelta(metric.Sum.AggregationTemporality));
                break;
            case OpenTelemetry.Proto.Metrics.V1.Metric.DataOneofCase.Histogram:
                var description = Describe(MetricKind.Histogram);
                foreach (var point in metric.Histogram.DataPoints)
                {
                    if (IsConsistent(point))
                    {
                        measurements.Add(Measure(description, point, IsDelta(metric.Histogram.AggregationTemporality)));
                    }
                    else
                    {
                        malformed++;
                    }
                }

                break;
            case OpenTelemetry.Proto.Metrics.V1.Metric.DataOneofCase.ExponentialHistogram:
                // Their bounds move with what they measure, so that two points cannot be compared: number and sum can.
                measurements.AddRange(metric.ExponentialHistogram.DataPoints.Select(point => new Measurement(
                    Describe(MetricKind.Histogram), source, attributes.ReadInOrder(point.Attributes), point.Sum, Number(point.Count), [], [],
                    IsDelta(metric.ExponentialHistogram.AggregationTemporality))));
                break;
            case OpenTelemetry.Proto.Metrics.V1.Metric.DataOneofCase.Summary:
                measurements.AddRange(metric.Summary.DataPoints.Select(point => new Measurement(
                    Describe(MetricKind.Histogram), source, attributes.ReadInOrder(point.Attributes), point.Sum, Number(point.Count), [], [], IsDelta: false)));
                break;
        }

        return malformed;

        Metric Describe(MetricKind kind) =>
            new(attributes.Cut(metric.Name), attributes.Cut(metric.Unit), attributes.Cut(metric.Description), kind, attributes.Cut(scope));

        void Add(RepeatedField<NumberDataPoint> points, Metric described, bool isDelta)
        {
            foreach (var point in points)
            {
                var value = point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
                if (point.ValueCase == NumberDataPoint.ValueOneofCase.None || !double.IsFinite(value))
                {
                    malformed++;
                    continue;
                }

                measurements.Add(new Measurement(described, source, attributes.ReadInOrder(point.Attributes), value, 0, [], [], isDelta));
            }
        }

        Measurement Measure(Metric described, HistogramDataPoint point, bool isDelta)
        {
            var hasBuckets = point.BucketCounts.Count is > 0 and <= MostBuckets;
            return new Measurement(
                described,
                source,
                attributes.ReadInOrder(point.Attributes),
                point.Sum,
                Number(point.Count),
                hasBuckets ? [.. point.ExplicitBounds] : [],
                hasBuckets ? [.. point.BucketCounts.Select(Number)] : [],
                isDelta);
        }
    }

    private static bool IsConsistent(HistogramDataPoint point) =>
        double.IsFinite(point.Sum)
        && (point.BucketCounts.Count == 0 || point.BucketCounts.Count == point.ExplicitBounds.Count + 1)
        && point.ExplicitBounds.Zip(point.ExplicitBounds.Skip(1), (bound, next) => bound < next).All(isRising => isRising);

    private static long Number(ulong count) => (long)Math.Min(count, long.MaxValue);

    private static bool IsDelta(AggregationTemporality temporality) => temporality == AggregationTemporality.Delta;
}
