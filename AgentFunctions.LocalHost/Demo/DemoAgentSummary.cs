namespace AgentFunctions.LocalHost.Demo;

/// <summary>One row of the report. Latency is from creation to final state.</summary>
internal sealed record DemoAgentSummary
{
    public required string Agent { get; init; }

    public required int Tasks { get; init; }

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }

    /// <value>Null as long as no task is final.</value>
    public required TimeSpan? Median { get; init; }

    public required TimeSpan? P95 { get; init; }

    public required long InputTokens { get; init; }

    public required long OutputTokens { get; init; }

    /// <value>True when the model did not report usage for at least one task, so that it was counted here.</value>
    public required bool IsEstimated { get; init; }

    /// <value>US dollars.</value>
    public required decimal Cost { get; init; }

    /// <summary>One row an agent in the order of the file.</summary>
    public static IEnumerable<DemoAgentSummary> From(DemoOutcome outcome) =>
        outcome.Accepted.DistinctBy(a => a.Id).GroupBy(a => a.Agent).Select(group =>
        {
            var ids = group.Select(a => a.Id).ToHashSet();
            return Row(group.Key, ids.Count, [.. outcome.Final.Where(t => ids.Contains(t.Id))]);
        });

    public static DemoAgentSummary Total(DemoOutcome outcome) =>
        Row("total", outcome.Accepted.DistinctBy(a => a.Id).Count(), [.. outcome.Final]);

    private static DemoAgentSummary Row(string agent, int tasks, DemoTask[] final)
    {
        var latencies = final.Select(t => t.Latency).OfType<TimeSpan>().Order().ToArray();
        var succeeded = final.Count(t => t.Status == DemoTaskStatus.Succeeded);
        return new()
        {
            Agent = agent,
            Tasks = tasks,
            Succeeded = succeeded,
            Failed = final.Length - succeeded,
            Median = Percentile(latencies, 0.50),
            P95 = Percentile(latencies, 0.95),
            InputTokens = final.Sum(t => t.Usage?.InputTokens ?? 0),
            OutputTokens = final.Sum(t => t.Usage?.OutputTokens ?? 0),
            IsEstimated = final.Any(t => t.Usage is { Estimated: true }),
            Cost = final.Sum(t => t.Cost),
        };
    }

    // Nearest rank: always a latency that a task really had.
    private static TimeSpan? Percentile(TimeSpan[] ascending, double share) =>
        ascending.Length == 0 ? null : ascending[(int)Math.Ceiling(share * ascending.Length) - 1];
}
