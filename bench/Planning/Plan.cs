namespace AgentFunctions.Bench.Planning;

/// <summary>Where the tasks wait.</summary>
/// <param name="Units">Messaging units; 0 where there are none.</param>
internal sealed record QueueTier(string Name, int Units);

/// <summary>One pool of workers: all lanes together, or on Flex Consumption each lane by itself.</summary>
/// <param name="Name">The lanes, or the function whose instances these are.</param>
/// <param name="Share">Share of the tasks.</param>
/// <param name="Busy">The busiest hour.</param>
/// <param name="Quiet">Each of the other hours.</param>
internal sealed record PoolPlan(string Name, double Share, Knobs Knobs, PoolFigures Busy, PoolFigures Quiet);

/// <summary>What to run, and how it will do.</summary>
/// <param name="Stage">Growth stage: 10, 100, 1000 or 10000 tasks a day.</param>
/// <param name="Regions">Regions that take tasks; each can carry all of them.</param>
internal sealed record Plan(PlanInputs Inputs, int Stage, HostingOption Hosting, IReadOnlyList<PoolPlan> Pools, QueueTier Queue, int Regions, IReadOnlyList<Overload> Overloads)
{
    /// <summary>The pool whose tasks wait longest.</summary>
    public PoolPlan Slowest => Pools.MaxBy(p => p.Busy.P95)!;
}
