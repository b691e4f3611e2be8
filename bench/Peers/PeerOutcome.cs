using System.Text.Json.Serialization;

namespace AgentFunctions.Bench.Peers;

/// <summary>What became of measuring another task queue with the same no-op tasks.</summary>
[JsonDerivedType(typeof(Measured), "measured")]
[JsonDerivedType(typeof(NotMeasured), "notMeasured")]
internal abstract record PeerOutcome(string Name)
{
    public sealed record Measured(string Name, PeerFigures Figures) : PeerOutcome(Name);

    /// <param name="Reason">One line: what is missing and how to install it, or what went wrong.</param>
    public sealed record NotMeasured(string Name, string Reason) : PeerOutcome(Name);
}

/// <summary>The line that a peer's script prints.</summary>
/// <param name="Version">Of the peer's package.</param>
/// <param name="Concurrency">Tasks that its worker runs at once.</param>
/// <param name="TasksPerSecond">End to end, one figure a run.</param>
/// <param name="IdleMilliseconds">Median round trip of single tasks when nothing else runs; null when none was asked for.</param>
internal sealed record PeerFigures(string Version, int Concurrency, IReadOnlyList<double> TasksPerSecond, double? IdleMilliseconds);
