namespace AgentFunctions.Routing.Prediction;

/// <summary>What is taken for granted of a model before it has answered an agent's first task.</summary>
/// <param name="Model">Name in the catalogue.</param>
/// <param name="PassRate">Share of answers that pass, above 0 and below 1.</param>
/// <param name="LengthWeight">What one standard deviation more words adds to the log-odds of passing; 0: nothing.</param>
public sealed record ModelPrior(string Model, double PassRate, double LengthWeight = 0)
{
    // Longer prompts gain more from a dearer model in every set looked at (RouteLLM's GSM8K and MMLU answers). Weak enough to
    // be overruled by some tens of outcomes.
    private const double CheapestLengthWeight = -0.3;

    /// <summary>Priors of an agent's candidates.</summary>
    /// <param name="cheapestFirst">Models with the pass rates that the catalogue gives them.</param>
    public static IReadOnlyList<ModelPrior> Of(IReadOnlyList<(string Model, double PassRate)> cheapestFirst) =>
        [.. cheapestFirst.Select((m, i) => new ModelPrior(m.Model, m.PassRate, CheapestLengthWeight * (cheapestFirst.Count - 1 - i) / Math.Max(1, cheapestFirst.Count - 1)))];
}
