using AgentFunctions.Costs;

namespace AgentFunctions.Bench.Cost;

/// <summary>What to replay, and at what price.</summary>
/// <param name="Repeats">Share of requests that repeat an earlier one, 0 to 1.</param>
/// <param name="Close">Share of the repeats that come within <see cref="CloseWindow"/>, 0 to 1.</param>
internal sealed record CostPlan(FileInfo Trace, int Requests, double Repeats, double Close, TokenPrice Price, int Workers, int Seed)
{
    /// <summary>A repeat that is close comes within this time: a double click, a retry, two people with the same question.</summary>
    public static readonly TimeSpan CloseWindow = TimeSpan.FromSeconds(10);

    // About what a large hosted model takes; it decides how many identical tasks meet, not what a token costs.
    public TimeSpan TimePerInputToken { get; } = TimeSpan.FromMilliseconds(0.2);

    public TimeSpan TimePerOutputToken { get; } = TimeSpan.FromMilliseconds(20);
}
