using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http;

/// <summary>Why a task was given its model.</summary>
/// <param name="Model">The model it began with.</param>
/// <param name="Quality">Pass rate asked for.</param>
/// <param name="MeetsGoal">False: no model was expected to reach it over the agent's tasks.</param>
/// <param name="GoingRate">Pass rate that a dollar had to buy for a dearer model to be taken; 0: quality at any price; left out when the cheapest way reached the goal by itself.</param>
/// <param name="Candidates">Cheapest first.</param>
/// <param name="Because">What speaks most for and against the cheapest model passing on this task.</param>
/// <param name="CostOnBestModel">US dollars that the answer's tokens would have cost on the model likeliest to pass; null before there is an answer.</param>
internal sealed record RouteView(
    string Model, double Quality, bool MeetsGoal, double? GoingRate, IReadOnlyList<RouteCandidateView> Candidates, IReadOnlyList<RouteReason>? Because, decimal? CostOnBestModel)
{
    public static RouteView Of(TaskRoute route) => new(
        route.Model,
        route.Quality,
        route.MeetsGoal,
        route.GoingRate,
        [.. route.Candidates.Select(RouteCandidateView.Of)],
        route.Reasons.Count > 0 ? route.Reasons : null,
        route.OnBestModel?.Amount);
}

/// <summary>A model that could have taken a task, as it was judged then.</summary>
/// <param name="Verdict">Why it was taken or was not.</param>
/// <param name="ExpectedCost">US dollars, on this model alone.</param>
/// <param name="PassRate">Foretold for this task.</param>
/// <param name="LowerPassRate">The same by the lower bound of the evidence.</param>
/// <param name="WithEscalation">Both, with checks and with going on to dearer models when its answer does not pass.</param>
/// <param name="Score">Pass rate with escalation less its cost at the going rate; left out when there was none.</param>
/// <param name="Trials">Answers to the agent's tasks that the evidence counts; older ones count less.</param>
internal sealed record RouteCandidateView(
    string Model, [property: NamesOf(typeof(CandidateVerdict))] string Verdict, decimal ExpectedCost, double PassRate, double LowerPassRate, EscalationView WithEscalation, double? Score, double Trials)
{
    public static RouteCandidateView Of(RouteCandidate candidate) => new(
        candidate.Model,
        candidate.Verdict,
        candidate.Price.Amount,
        candidate.PassRate,
        candidate.LowerPassRate,
        new EscalationView(candidate.WholePrice.Amount, candidate.WholePassRate),
        candidate.Score,
        candidate.Trials);
}

/// <summary>What beginning with a model comes to in the end.</summary>
/// <param name="ExpectedCost">US dollars.</param>
internal sealed record EscalationView(decimal ExpectedCost, double PassRate);
