using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Models;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Routing.Features;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Routing.Prediction;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Routing.Running;

/// <summary>Decides which model a task begins with, from its text and from what is known of the models. Thread-safe.</summary>
public sealed class TaskRouter(
    CandidateModels candidates, KnowledgeExchange exchange, CheckPrices checkPrices, TokenCounter tokens, IOptions<RouterOptions> options, TimeProvider time)
{
    // Few answers are as long as they may be.
    private const double UsualShareOfOutput = 0.25;

    private const int MostReasons = 3;

    private readonly Router _router = new(options.Value);

    /// <summary>Routes one task.</summary>
    internal async Task<RoutedTask> RouteAsync(AgentDefinition agent, AgentTask task, string inputJson, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelDefinition> models = candidates.Of(agent, task.Quality);
        if (models.Count == 1)
        {
            return new RoutedTask(new RoutePlan(agent.Routing, models, decision: null, new HashSet<string>()), null, null, []);
        }

        AgentKnowledge knowledge = await exchange.OfAsync(agent, cancellationToken).ConfigureAwait(false);
        string text = TextOf(inputJson);
        PromptFeatures prompt = PromptFeatures.Of(text);
        long inputTokens = tokens.Count(AgentPrompt.Of(agent, inputJson));
        models = Fitting(models, inputTokens + agent.MaxOutputTokens);
        DifficultyPredictor predictor = knowledge.Predictor;
        RoutingDecision decision = _router.Decide(RequestFor(agent, task, models, knowledge, predictor, prompt, inputTokens), Random.Shared);
        knowledge.Note(decision);
        RoutePlan plan = new(agent.Routing, models, decision, FailedBefore(task));
        return new RoutedTask(plan, prompt, knowledge, [.. predictor.Explain(text, models[0].Name, MostReasons)]);
    }

    private RoutingRequest RequestFor(
        AgentDefinition agent,
        AgentTask task,
        IReadOnlyList<ModelDefinition> models,
        AgentKnowledge knowledge,
        DifficultyPredictor predictor,
        PromptFeatures prompt,
        long inputTokens)
    {
        AgentEvidence evidence = knowledge.Evidence;
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<Candidate> judged =
        [
            .. models.Select(m =>
            {
                ModelEvidence known = evidence.Of(m.Name).FadedTo(now, ModelEvidence.DefaultHalfLife);
                return new Candidate(
                    m.Name,
                    Candidate.ExpectedPrice(m.Price, inputTokens, known, agent.MaxOutputTokens * UsualShareOfOutput),
                    predictor.Predict(prompt, m.Name),
                    known,
                    EvidencePrior.Of(m.PassRate!.Value));
            }),
        ];
        return new RoutingRequest(
            new RoutingGoal.Quality((task.Quality ?? agent.Quality)!.Value), judged, knowledge.Recent, task.Explore ?? agent.Routing.Explore, evidence.Exploration)
        {
            Escalates = agent.Routing.Escalate,
            CheckPrice = checkPrices.Expected(agent, inputTokens, UsualShareOfOutput),
        };
    }

    // An input that fits no model is sent to all, and their providers say so.
    private static IReadOnlyList<ModelDefinition> Fitting(IReadOnlyList<ModelDefinition> models, long tokens) =>
        models.Where(m => m.ContextWindow >= tokens).ToList() is { Count: > 0 } fitting ? fitting : models;

    private static HashSet<string> FailedBefore(AgentTask task)
    {
        int since = task.Redrives is [.., var last] ? last.AfterAttempt : 0;
        return [.. task.Attempts.Where(a => a.Number > since).SelectMany(a => a.Turns).Where(t => t.End is TurnEnd.Failed or TurnEnd.Invalid).Select(t => t.Model)];
    }

    private static string TextOf(string inputJson)
    {
        using JsonDocument input = JsonDocument.Parse(inputJson);
        return InputText.Of(input.RootElement);
    }
}
