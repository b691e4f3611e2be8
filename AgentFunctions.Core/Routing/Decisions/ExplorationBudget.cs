using AgentFunctions.Costs;

namespace AgentFunctions.Routing.Decisions;

/// <summary>What an agent has spent, and how much of it on exploration. Sums of several instances add up.</summary>
/// <param name="Spent">Expected prices of all tasks routed.</param>
/// <param name="Explored">Expected prices of those whose model exploration chose, in full.</param>
public sealed record ExplorationBudget(Usd Spent, Usd Explored)
{
    public static ExplorationBudget None { get; } = new(Usd.FromMicros(0), Usd.FromMicros(0));

    /// <summary>Whether exploring at <paramref name="price"/> keeps exploration within <paramref name="share"/> of all that is spent.</summary>
    public bool Allows(Usd price, double share) => (Explored + price).Micros <= share * (Spent + price).Micros;

    public ExplorationBudget With(RoutingDecision decision) =>
        new(Spent + decision.Chosen.Price, decision.Explored ? Explored + decision.Chosen.Price : Explored);
}
