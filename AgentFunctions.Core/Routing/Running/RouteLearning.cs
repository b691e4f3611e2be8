using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Routing.Features;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Tasks;

namespace AgentFunctions.Routing.Running;

/// <summary>Learns from a model's turn at a task that was routed before.</summary>
public sealed class RouteLearning(KnowledgeExchange exchange)
{
    /// <summary>Learns, if there was a choice and the agent's checks have judged.</summary>
    public async Task LearnAsync(AgentDefinition agent, string inputJson, ModelTurn turn, CancellationToken cancellationToken)
    {
        if (turn is not { PassRate: not null, End: TurnEnd.Passed or TurnEnd.Failed })
        {
            return;
        }

        AgentKnowledge knowledge = await exchange.OfAsync(agent, cancellationToken).ConfigureAwait(false);
        using JsonDocument input = JsonDocument.Parse(inputJson);
        knowledge.Learn(PromptFeatures.Of(InputText.Of(input.RootElement)), turn);
    }
}
