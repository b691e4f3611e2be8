namespace AgentFunctions.Tests.Telemetry.Otlp;

/// <summary>A span as a collector gets it. Field numbers: opentelemetry-proto, trace/v1/trace.proto.</summary>
/// <param name="Kind">1 internal, 2 server, 3 client, 4 producer, 5 consumer.</param>
/// <param name="Status">0 unset, 1 ok, 2 error.</param>
internal sealed record OtlpSpan(
    string Trace, string Id, string Parent, string Name, int Kind, int Status, string Source, string Service, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links)
{
    public static IEnumerable<OtlpSpan> In(byte[] request) =>
        from resource in new ProtoMessage(request).All(1)
        let service = OtlpAttributes.Of(resource.All(1).Single().All(1)).GetValueOrDefault("service.name", string.Empty)
        from scope in resource.All(2)
        let source = scope.All(1).Single().Text(1)
        from span in scope.All(2)
        select new OtlpSpan(
            span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), (int)(span.All(15).SingleOrDefault()?.Number(3) ?? 0),
            source, service, OtlpAttributes.Of(span.All(9)), [.. span.All(13).Select(l => l.Hex(1))]);
}
