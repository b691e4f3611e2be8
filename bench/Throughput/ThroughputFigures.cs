using System.Text.Json.Serialization;
using AgentFunctions.Bench.Measuring;
using AgentFunctions.Bench.Peers;

namespace AgentFunctions.Bench.Throughput;

/// <summary>All that was measured.</summary>
/// <param name="Command">Measures the same again.</param>
/// <param name="Loads">The host's runs under load; empty when only the peers were measured.</param>
/// <param name="Idle">Null when only the peers were measured.</param>
internal sealed record ThroughputFigures(
    Machine Machine, string Command, ThroughputPlan Plan, IReadOnlyList<LoadFigures> Loads, IdleFigures? Idle, IReadOnlyList<PeerOutcome> Peers);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ThroughputFigures))]
internal sealed partial class ThroughputJson : JsonSerializerContext;
