using System.Globalization;

namespace AgentFunctions.Bench.Peers;

/// <summary>What a peer is to do.</summary>
/// <param name="Tasks">No-op tasks of a run, and of the warm-up before.</param>
/// <param name="Workers">Tasks at once, where that costs the peer no process each.</param>
/// <param name="Repeat">Runs under load.</param>
/// <param name="Idle">Single tasks when nothing else runs.</param>
internal sealed record PeerWork(int Tasks, int Workers, int Repeat, int Idle)
{
    /// <summary>As the scripts take it, after the port of Redis.</summary>
    public IEnumerable<string> Arguments => new[] { Tasks, Workers, Repeat, Idle }.Select(n => n.ToString(CultureInfo.InvariantCulture));
}
