using AgentFunctions.Costs;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Routing.Decisions;

/// <summary>A model that could take a task.</summary>
/// <param name="Price">Expected price of this very task.</param>
/// <param name="Prediction">What the predictor foretells for the task's prompt.</param>
public sealed record Candidate(string Model, Usd Price, PassPrediction Prediction, ModelEvidence Evidence, EvidencePrior Prior)
{
    /// <summary>
    /// Expected price: the prompt's tokens, as many of them at the cached price as this model's prompt cache has held on average, and as many output tokens
    /// as its answers have had.
    /// </summary>
    /// <param name="usualOutput">Output tokens assumed before the first answer.</param>
    public static Usd ExpectedPrice(TokenPrice price, long inputTokens, ModelEvidence evidence, double usualOutput) =>
        price.Of(new TokenUsage(inputTokens, (long)(inputTokens * evidence.CachedShare), (long)Math.Ceiling(evidence.MeanOutputTokens(usualOutput)), Estimated: true));
}
