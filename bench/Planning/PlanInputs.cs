namespace AgentFunctions.Bench.Planning;

/// <summary>All that a plan follows from.</summary>
internal sealed record PlanInputs(Demand Demand, RateCurve Curve)
{
    /// <value>Null: by the growth stage.</value>
    public HostingOption? Hosting { get; init; }

    /// <value>Seconds within which 95% of the busiest hour's tasks should find a worker. Default 30.</value>
    public double Wait { get; init; } = 30;

    /// <value>Tasks at a time on an instance: <c>maxConcurrentCalls</c> of host.json. Default 64, as there.</value>
    public int Concurrency { get; init; } = 64;

    /// <value>Shares of the lanes interactive, standard and economy. Default: all standard.</value>
    public IReadOnlyList<double> Lanes { get; init; } = [0, 1, 0];

    /// <value>The provider's limits a minute; null: none.</value>
    public int? RequestsPerMinute { get; init; }

    public int? TokensPerMinute { get; init; }

    /// <value>Output tokens that a call reserves (the agent's maxOutputTokens). Default 1000.</value>
    public int ReservedOutput { get; init; } = 1000;
}
