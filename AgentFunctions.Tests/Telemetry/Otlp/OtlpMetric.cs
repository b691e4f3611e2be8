namespace AgentFunctions.Tests.Telemetry.Otlp;

/// <summary>A metric as a collector gets it. Field numbers: opentelemetry-proto, metrics/v1/metrics.proto.</summary>
internal sealed record OtlpMetric(string Name, string Unit, IReadOnlyList<OtlpPoint> Points)
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    public static IEnumerable<OtlpMetric> In(byte[] request) =>
        from resource in new ProtoMessage(request).All(1)
        from scope in resource.All(2)
        from metric in scope.All(2)
        select new OtlpMetric(metric.Text(1), metric.Text(3), [.. PointsOf(metric)]);

    private static IEnumerable<OtlpPoint> PointsOf(ProtoMessage metric) => metric.Has(Histogram)
        ? metric.All(Histogram).Single().All(1).Select(p => new OtlpPoint(OtlpAttributes.Of(p.All(9)), p.Number(4), p.Double(5)))
        : metric.All(metric.Has(Sum) ? Sum : Gauge).Single().All(1).Select(p => new OtlpPoint(OtlpAttributes.Of(p.All(7)), 1, p.Has(4) ? p.Double(4) : (long)p.Number(6)));
}

/// <summary>One series of a metric.</summary>
/// <param name="Count">Measurements of a histogram; else 1.</param>
/// <param name="Value">The value, or the sum of a histogram.</param>
internal sealed record OtlpPoint(IReadOnlyDictionary<string, string> Attributes, ulong Count, double Value);
