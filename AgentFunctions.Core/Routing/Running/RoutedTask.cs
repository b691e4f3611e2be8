using AgentFunctions.Costs;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Routing.Features;
using AgentFunctions.Routing.Learning;
using AgentFunctions.Routing.Prediction;
using AgentFunctions.Tasks;

namespace AgentFunctions.Routing.Running;

/// <summary>A task with its route.</summary>
/// <param name="Prompt">Null when there was nothing to choose.</param>
/// <param name="Knowledge">What learns from the outcome; null when there was nothing to choose.</param>
internal sealed record RoutedTask(RoutePlan Plan, PromptFeatures? Prompt, AgentKnowledge? Knowledge, IReadOnlyList<Contribution> Reasons)
{
    private const int Digits = 4;

    /// <summary>A model's answer was judged: what is known of the models grows by it.</summary>
    public void Learn(ModelTurn turn) => Knowledge?.Learn(Prompt!, turn);

    /// <summary>The route as it is kept with the task; null when there was nothing to choose.</summary>
    /// <param name="answered">Tokens of the answer; null when there is none.</param>
    public TaskRoute? Told(TokenUsage? answered) => Plan.Decision is not { Goal: RoutingGoal.Quality { PassRate: var quality } } decision ? null
        : new TaskRoute(decision.Model, quality, decision.MeetsGoal, HasRate(decision) ? Short(decision.GoingRate) : null, [.. decision.Candidates.Select(c => Told(c, HasRate(decision)))])
        {
            Reasons = [.. Reasons.Select(r => new RouteReason(r.Feature, Short(r.LogOdds)))],
            OnBestModel = answered is { } usage ? Plan.Best!.Price.Of(usage) : null,
        };

    private static bool HasRate(RoutingDecision decision) => decision.GoingRate < GoingRate.OnlyCheapest;

    private static RouteCandidate Told(CandidateScore score, bool hasRate) => new(
        score.Model,
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(score.Verdict.ToString()),
        score.Price,
        Short(score.PassRate),
        Short(score.LowerPassRate),
        score.WholePrice,
        Short(score.WholePassRate),
        hasRate ? Short(score.Score) : null,
        Short(score.Trials));

    private static double Short(double value) => Math.Round(value, Digits);
}
