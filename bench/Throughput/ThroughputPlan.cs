using System.Text.Json.Serialization;
using AgentFunctions.Bench.Peers;

namespace AgentFunctions.Bench.Throughput;

/// <summary>What to measure.</summary>
/// <param name="Tasks">No-op tasks of a run.</param>
/// <param name="Posts">Single posts on the idle host.</param>
/// <param name="Idle">Single tasks of each idle peer.</param>
/// <param name="MaxWorkers">Workers of the host, all there from the start.</param>
/// <param name="Repeat">Runs under load.</param>
internal sealed record ThroughputPlan(int Tasks, int Posts, int Idle, int MaxWorkers, int Repeat, bool WithHost, bool WithPeers)
{
    [JsonIgnore]
    public PeerWork PeerWork => new(Tasks, MaxWorkers, Repeat, Idle);

    /// <summary>Measures the same again.</summary>
    [JsonIgnore]
    public string Command => FormattableString.Invariant(
        $"dotnet run -c Release --project bench -- throughput --tasks {Tasks} --posts {Posts} --idle {Idle} --max-workers {MaxWorkers} --repeat {Repeat}{(WithPeers ? string.Empty : " --without-peers")}{(WithHost ? string.Empty : " --peers-only")}");
}
