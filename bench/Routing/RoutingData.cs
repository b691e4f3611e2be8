using AgentFunctions.Routing.Features;

namespace AgentFunctions.Bench.Routing;

/// <summary>Prompts, and which models answered them correctly.</summary>
/// <param name="Models">Cheapest first.</param>
internal sealed record RoutingData(IReadOnlyList<string> Models, IReadOnlyList<JudgedPrompt> Prompts)
{
    /// <summary>Share of prompts that a model passed.</summary>
    public double Accuracy(int model) => Prompts.Average(p => p.Passed[model] ? 1.0 : 0);
}

/// <summary>One prompt with one outcome a model.</summary>
internal sealed record JudgedPrompt(string Text, PromptFeatures Features, bool[] Passed)
{
    public static JudgedPrompt Of(string text, bool[] passed) => new(text, PromptFeatures.Of(text), passed);
}
