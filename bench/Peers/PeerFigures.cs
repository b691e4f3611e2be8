namespace AgentFunctions.Bench.Peers;

/// <summary>What another task queue does with the same no-op tasks.</summary>
/// <param name="IdleMilliseconds">Median round trip of single tasks when nothing else runs.</param>
/// <param name="Problem">Why it was not measured; null when it was.</param>
internal sealed record PeerFigures(string Name, double TasksPerSecond, double IdleMilliseconds, string? Problem = null);
