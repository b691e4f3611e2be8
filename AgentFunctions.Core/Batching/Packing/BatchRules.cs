using AgentFunctions.Agents;
using AgentFunctions.Models;
using AgentFunctions.Routing;

namespace AgentFunctions.Batching.Packing;

/// <summary>Which agents' tasks can share model requests.</summary>
internal static class BatchRules
{
    // The rules for several items, and the marks of a full pack's items.
    private const int RulesTokens = 200;
    private const int MarkTokens = 30;

    /// <summary>The agents whose batch settings cannot work, and why.</summary>
    public static IEnumerable<string> Faults(IEnumerable<AgentDefinition> agents, CandidateModels candidates) =>
        agents.SelectMany(agent => agent.Batch is { } policy ? Faults(agent, policy, candidates) : []);

    private static IEnumerable<string> Faults(AgentDefinition agent, AgentBatchPolicy policy, CandidateModels candidates)
    {
        if (agent.Tools.Count > 0)
        {
            yield return $"Agent '{agent.Name}': batch: an agent with tools has a conversation of its own for each task; allowed is 'batch' or 'tools', not both.";
        }

        // A reference names a place in the whole schema, and inside the shape of a pack that is another place.
        if (agent.OutputSchema.GetRawText().Contains("\"$ref\"", StringComparison.Ordinal))
        {
            yield return $"Agent '{agent.Name}': batch: its output schema has a '$ref'; allowed are schemas written out.";
        }

        long needed = policy.MaxInputTokens + RulesTokens + ((long)policy.MaxItems * MarkTokens) + AgentBatchPolicy.OutputTokensOf(agent, policy.MaxItems);
        foreach (ModelDefinition model in candidates.Of(agent, agent.Quality).Where(m => m.ContextWindow < needed))
        {
            yield return $"Agent '{agent.Name}': batch: a request may take {needed} tokens ({policy.MaxInputTokens} of input, {policy.MaxItems} answers of up to {agent.MaxOutputTokens} tokens, and what holds them together); the context window of model '{model.Name}' is {model.ContextWindow} tokens. Lower maxItems, maxInputTokens or maxOutputTokens.";
        }
    }
}
