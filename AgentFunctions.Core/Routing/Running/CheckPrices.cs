using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Costs;
using AgentFunctions.Models;

namespace AgentFunctions.Routing.Running;

/// <summary>What checking an answer is expected to cost: only judges cost anything.</summary>
public sealed class CheckPrices(AgentCatalogue agents, ModelCatalogue models, TokenCounter tokens)
{
    /// <summary>The price of one answer's judges.</summary>
    /// <param name="inputTokens">Tokens of the task's prompt, which judges are given too.</param>
    /// <param name="usualShareOfOutput">How much of the most output tokens an answer usually has.</param>
    public Usd Expected(AgentDefinition agent, long inputTokens, double usualShareOfOutput)
    {
        Usd price = default;
        foreach (AnswerCheck.Judge judge in agent.Checks.OfType<AnswerCheck.Judge>())
        {
            if (agents.Find(judge.Agent) is { } judging)
            {
                ModelDefinition model = judge.Model is { } name ? models.Find(name) ?? models.Default : models.Default;
                double input = inputTokens + tokens.Count(judging.Instructions.System) + (agent.MaxOutputTokens * usualShareOfOutput);
                price += model.Price.Of(new TokenUsage((long)input, 0, (long)(judging.MaxOutputTokens * usualShareOfOutput), Estimated: true));
            }
        }

        return price;
    }
}
