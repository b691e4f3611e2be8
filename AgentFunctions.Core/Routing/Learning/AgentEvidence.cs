using System.Text.Json.Serialization;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Evidence;

namespace AgentFunctions.Routing.Learning;

/// <summary>What is known of the models on one agent's tasks, and what exploration took. Sums of several instances add up.</summary>
/// <param name="Models">By the model's name in the catalogue.</param>
public sealed record AgentEvidence(IReadOnlyDictionary<string, ModelEvidence> Models, ExplorationBudget Exploration)
{
    public static AgentEvidence None { get; } = new(new Dictionary<string, ModelEvidence>(), ExplorationBudget.None);

    /// <summary>The write that stored it, so that a writer whose answer got lost knows its own.</summary>
    public string? Write { get; init; }

    [JsonIgnore]
    public bool IsEmpty => Models.Count == 0 && Exploration == ExplorationBudget.None;

    public ModelEvidence Of(string model) => Models.GetValueOrDefault(model) ?? ModelEvidence.None;

    /// <summary>Some more of one model.</summary>
    public AgentEvidence With(string model, ModelEvidence more, TimeSpan halfLife) =>
        this with { Models = new Dictionary<string, ModelEvidence>(Models) { [model] = Of(model).Plus(more, halfLife) } };

    /// <summary>Both together.</summary>
    public AgentEvidence Plus(AgentEvidence other, TimeSpan halfLife) => new(
        Models.Keys.Union(other.Models.Keys).ToDictionary(m => m, m => Of(m).Plus(other.Of(m), halfLife)),
        Exploration.Plus(other.Exploration));
}
