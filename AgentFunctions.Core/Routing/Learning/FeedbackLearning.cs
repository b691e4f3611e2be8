using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Features;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Routing.Learning;

/// <summary>Learns from what clients say of answers: their word counts more than the checks' and takes its place.</summary>
public sealed class FeedbackLearning(AgentCatalogue agents, CandidateModels candidates, KnowledgeExchange exchange, IPayloadStore payloads) : IFeedbackListener
{
    private const double Passes = 0.5;

    /// <inheritdoc />
    public async Task HeardAsync(AgentTask task, TaskFeedback? earlier, TaskFeedback now, CancellationToken cancellationToken)
    {
        // An answer that another task gave was judged there.
        if (task is not { Source: null, Attempts: [.., { Turns: [.., var turn] }] }
            || agents.Find(task.Agent) is not { } agent || candidates.Of(agent, task.Quality).Count < 2)
        {
            return;
        }

        AgentKnowledge knowledge = await exchange.OfAsync(agent, cancellationToken).ConfigureAwait(false);
        double? counted = earlier?.Score ?? (turn.End == TurnEnd.Passed ? 1 : null);
        knowledge.Learn(turn.Model, counted is { } before ? new ModelEvidence(now.Score - before, 0, 0, 0, turn.At) : ModelEvidence.Of(turn, now.Score));
        bool passed = now.Score >= Passes;
        if (counted is null || passed != counted >= Passes)
        {
            using JsonDocument input = JsonDocument.Parse(await payloads.ReadAsync(task.Input, cancellationToken).ConfigureAwait(false));
            knowledge.Learn(PromptFeatures.Of(InputText.Of(input.RootElement)), turn.Model, passed);
        }
    }
}
