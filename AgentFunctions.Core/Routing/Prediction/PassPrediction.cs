namespace AgentFunctions.Routing.Prediction;

/// <summary>Whether a model will pass on a prompt.</summary>
/// <param name="LogOdds">With what is not known about it.</param>
/// <param name="PassRate">The probability, 0 to 1.</param>
public sealed record PassPrediction(string Model, Gaussian LogOdds, double PassRate);

/// <summary>A prompt and which models passed on it.</summary>
/// <param name="Passed">By model; a model that was not asked is left out.</param>
public sealed record PromptOutcomes(Features.PromptFeatures Prompt, IReadOnlyDictionary<string, bool> Passed);

/// <summary>What one feature adds to a prediction.</summary>
/// <param name="Feature">A shape feature, or a word or pair of words in quotation marks.</param>
/// <param name="LogOdds">Above 0: speaks for passing.</param>
public sealed record Contribution(string Feature, double LogOdds);
