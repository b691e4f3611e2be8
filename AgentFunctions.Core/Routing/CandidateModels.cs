using AgentFunctions.Agents;
using AgentFunctions.Models;
using AgentFunctions.Routing.Prediction;

namespace AgentFunctions.Routing;

/// <summary>Which models of the catalogue may take a task.</summary>
public sealed class CandidateModels(ModelCatalogue models)
{
    // By both prices: which is cheaper for one task depends on its tokens, and is found out there.
    private readonly IReadOnlyList<ModelDefinition> _withPassRate =
        [.. models.All.Where(m => m.PassRate is not null).OrderBy(m => m.Price.Input + m.Price.Output).ThenBy(m => m.Name, StringComparer.Ordinal)];

    /// <summary>The models among which a task is routed, cheapest first; one alone is not routed among.</summary>
    /// <param name="quality">What the task asks for; null: as the agent says. Without a quality one model takes all tasks.</param>
    public IReadOnlyList<ModelDefinition> Of(AgentDefinition agent, double? quality)
    {
        IReadOnlyList<ModelDefinition> named = Named(agent);
        return (quality ?? agent.Quality) is not null && named.Count > 0 ? named
            : named.Count == 0 || agent.Routing.Models is [] || named.Contains(models.Default) ? [models.Default]
            : [named[0]];
    }

    /// <summary>What is taken for granted of the models an agent's tasks may be routed among.</summary>
    public IReadOnlyList<ModelPrior> Priors(AgentDefinition agent) => ModelPrior.Of([.. Named(agent).Select(m => (m.Name, m.PassRate!.Value))]);

    /// <summary>The agents that name models which cannot take their tasks, and why.</summary>
    public IEnumerable<string> Faults(IEnumerable<AgentDefinition> agents) =>
        agents.SelectMany(agent => agent.Routing.Models.Select(name => Fault(agent, name)).OfType<string>().Concat(TooSmall(agent)));

    private string? Fault(AgentDefinition agent, string name) => models.Find(name) switch
    {
        null => $"Agent '{agent.Name}': routing.models names '{name}', which is not in the catalogue; it has {string.Join(", ", models.All.Select(m => m.Name))}.",
        { PassRate: null } => $"Agent '{agent.Name}': routing.models names '{name}', which has no passRate in the catalogue; give it the share of answers that are expected to pass, above 0 and below 1.",
        _ => null,
    };

    private IEnumerable<string> TooSmall(AgentDefinition agent) => Named(agent).Append(models.Default).Where(m => agent.MaxOutputTokens >= m.ContextWindow)
        .Select(model => $"Agent '{agent.Name}' asks for {agent.MaxOutputTokens} output tokens; the context window of model '{model.Name}' is {model.ContextWindow} tokens.");

    private IReadOnlyList<ModelDefinition> Named(AgentDefinition agent) =>
        agent.Routing.Models is [] ? _withPassRate : [.. _withPassRate.Where(m => agent.Routing.Models.Contains(m.Name))];
}
