using AgentFunctions.Routing.Features;

namespace AgentFunctions.Routing.Learning;

/// <summary>Whether a model's answer to a prompt passed.</summary>
public sealed record LearntOutcome(PromptFeatures Prompt, string Model, bool Passed);
