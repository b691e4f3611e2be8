using AgentFunctions.Costs;

namespace AgentFunctions.Routing.Decisions;

/// <summary>What routing is to achieve over the tasks of an agent.</summary>
public abstract record RoutingGoal
{
    /// <summary>The pass rate that the tasks need, at the least price.</summary>
    /// <param name="PassRate">0 to 1.</param>
    public sealed record Quality(double PassRate) : RoutingGoal;

    /// <summary>The best pass rate at this price a task, on average.</summary>
    public sealed record Spend(Usd PerTask) : RoutingGoal;
}
