using AgentFunctions.Routing.Features;

namespace AgentFunctions.Routing.Prediction;

/// <summary>A prompt as the models see it.</summary>
/// <param name="Shape">Shape features in standard deviations from the agent's usual prompt, then the constant 1.</param>
internal sealed record ScaledPrompt(double[] Shape, IReadOnlyList<WordFeature> Words);
