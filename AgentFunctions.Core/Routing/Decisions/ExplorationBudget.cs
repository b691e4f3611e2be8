using AgentFunctions.Costs;

namespace AgentFunctions.Routing.Decisions;

/// <summary>How much of an agent's routing was exploration. Sums of several instances add up.</summary>
/// <param name="Tasks">Tasks routed.</param>
/// <param name="ExploredTasks">Those whose model exploration chose.</param>
/// <param name="Spent">Expected prices of all tasks routed.</param>
/// <param name="ExploredSpent">Expected prices of those explored, in full.</param>
public sealed record ExplorationBudget(long Tasks, long ExploredTasks, Usd Spent, Usd ExploredSpent)
{
    public static ExplorationBudget None { get; } = new(0, 0, Usd.FromMicros(0), Usd.FromMicros(0));

    /// <summary>Whether exploring at <paramref name="price"/> keeps exploration within <paramref name="share"/> of all tasks and of all that is spent.</summary>
    /// <remarks>Of tasks too, since trying a cheaper model costs quality and no money.</remarks>
    public bool Allows(Usd price, double share) =>
        ExploredTasks + 1 <= share * (Tasks + 1) && (ExploredSpent + price).Micros <= share * (Spent + price).Micros;

    public ExplorationBudget Plus(ExplorationBudget other) =>
        new(Tasks + other.Tasks, ExploredTasks + other.ExploredTasks, Spent + other.Spent, ExploredSpent + other.ExploredSpent);

    public ExplorationBudget With(RoutingDecision decision)
    {
        Usd price = decision.Chosen.Price;
        return decision.Explored
            ? new ExplorationBudget(Tasks + 1, ExploredTasks + 1, Spent + price, ExploredSpent + price)
            : new ExplorationBudget(Tasks + 1, ExploredTasks, Spent + price, ExploredSpent);
    }
}
