namespace AgentFunctions.Routing.Decisions;

/// <summary>Which model takes a task, and why. Meant to be kept with the task.</summary>
/// <param name="MeetsGoal">False: the goal is out of reach of all candidates, and the best was taken.</param>
/// <param name="GoingRate">Pass rate that a dollar must buy for a dearer model to be taken; 0: quality at any price.</param>
/// <param name="Candidates">Cheapest first.</param>
public sealed record RoutingDecision(string Model, RoutingGoal Goal, bool MeetsGoal, double GoingRate, IReadOnlyList<CandidateScore> Candidates)
{
    public CandidateScore Chosen => Candidates.First(c => c.Model == Model);

    /// <summary>Whether the choice is one of exploration, to be charged to its budget.</summary>
    public bool Explored => Chosen.Verdict == CandidateVerdict.Explored;
}
