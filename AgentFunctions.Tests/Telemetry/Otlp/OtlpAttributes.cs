using System.Globalization;

namespace AgentFunctions.Tests.Telemetry.Otlp;

/// <summary>Attributes as text. Field numbers: opentelemetry-proto, common/v1/common.proto.</summary>
internal static class OtlpAttributes
{
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<ProtoMessage> pairs) =>
        pairs.ToDictionary(p => p.Text(1), p => Value(p.All(2).Single()), StringComparer.Ordinal);

    private static string Value(ProtoMessage value) =>
        value.Has(2) ? (value.Number(2) != 0).ToString(CultureInfo.InvariantCulture)
        : value.Has(3) ? ((long)value.Number(3)).ToString(CultureInfo.InvariantCulture)
        : value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture)
        : value.Has(5) ? string.Join(',', value.All(5).Single().All(1).Select(Value))
        : value.Text(1);
}
