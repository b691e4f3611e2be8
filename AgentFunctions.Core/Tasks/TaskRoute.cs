using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>Why a task was given its model.</summary>
/// <param name="Model">The model it began with.</param>
/// <param name="Quality">Pass rate asked for.</param>
/// <param name="MeetsGoal">False: no model was expected to reach it over the agent's tasks.</param>
/// <param name="GoingRate">Pass rate that a dollar had to buy for a dearer model to be taken; 0: quality at any price; null: the cheapest way reached the goal by itself.</param>
/// <param name="Candidates">Cheapest first.</param>
public sealed record TaskRoute(string Model, double Quality, bool MeetsGoal, double? GoingRate, IReadOnlyList<RouteCandidate> Candidates)
{
    /// <summary>What speaks most for and against the cheapest model passing on this task.</summary>
    public IReadOnlyList<RouteReason> Reasons { get; init; } = [];

    /// <summary>What the answer would have cost on the model that is likeliest to pass: its tokens at that model's price. Null before there is an answer.</summary>
    public Usd? OnBestModel { get; init; }
}

/// <summary>A model that could have taken the task, as it was judged then.</summary>
/// <param name="Verdict">Why it was taken or was not.</param>
/// <param name="Price">Expected price of the task on it alone.</param>
/// <param name="PassRate">Foretold for this task.</param>
/// <param name="LowerPassRate">The same by the lower bound of the evidence.</param>
/// <param name="WholePrice">Expected price with checks and with going on to dearer models.</param>
/// <param name="WholePassRate">Probability of passing in the end.</param>
/// <param name="Score"><paramref name="WholePassRate"/> less <paramref name="WholePrice"/> at the going rate; null when there was none.</param>
/// <param name="Trials">Answers to the agent's tasks that the evidence counts, faded.</param>
public sealed record RouteCandidate(
    string Model, string Verdict, Usd Price, double PassRate, double LowerPassRate, Usd WholePrice, double WholePassRate, double? Score, double Trials);

/// <summary>What one feature of a task's text adds to a model's chances.</summary>
/// <param name="LogOdds">Above 0: speaks for passing.</param>
public sealed record RouteReason(string Feature, double LogOdds);
