using AgentFunctions.Costs;

namespace AgentFunctions.Routing.Decisions;

/// <summary>What a decision is made from.</summary>
/// <param name="Candidates">At least one, each model once.</param>
/// <param name="Recent">The agent's latest tasks; the router adds this one.</param>
/// <param name="MayExplore">False: the task forbids it.</param>
/// <param name="Exploration">What exploration has cost so far.</param>
public sealed record RoutingRequest(
    RoutingGoal Goal, IReadOnlyList<Candidate> Candidates, RecentTasks Recent, bool MayExplore, ExplorationBudget Exploration)
{
    /// <summary>Whether an answer that fails its checks goes on to a dearer model.</summary>
    public bool Escalates { get; init; }

    /// <summary>What checking one answer costs.</summary>
    public Usd CheckPrice { get; init; }
}
