namespace AgentFunctions.Routing.Decisions;

/// <summary>What a dollar must buy for a dearer model to be taken.</summary>
/// <param name="PassRate">Pass rate a dollar, 0 or more; 0: quality at any price.</param>
/// <param name="TieShare">Share of the tasks worth exactly that which take the dearer model; where many prompts are alike, only this reaches a goal.</param>
/// <param name="MeetsGoal">False: the goal is out of reach of all models.</param>
public readonly record struct GoingRate(double PassRate, double TieShare, bool MeetsGoal)
{
    /// <summary>So much for a dollar that no step to a dearer model is worth it: the cheapest offers reach the goal by themselves, or a price is all that they leave.</summary>
    public const double OnlyCheapest = 1e9;
}
