using AgentFunctions.Costs;
using AgentFunctions.Routing.Evidence;

namespace AgentFunctions.Routing.Decisions;

/// <summary>Why a candidate was taken, or was not.</summary>
public enum CandidateVerdict
{
    /// <summary>The best pass rate for its price at the going rate.</summary>
    Chosen,

    /// <summary>Taken to learn more of it.</summary>
    Explored,

    /// <summary>Taken by lot: too few tasks have been seen to weigh pass rates against prices.</summary>
    Drawn,

    /// <summary>The chosen model is likelier to pass by more than the difference in price is worth.</summary>
    PassesTooRarely,

    /// <summary>It is not likelier to pass by as much as it costs more.</summary>
    NotWorthItsPrice,

    /// <summary>Another was taken, to learn more of that.</summary>
    GaveWayToExploration,
}

/// <summary>How a candidate was judged.</summary>
/// <param name="PassRate">Foretold for this prompt and corrected by the evidence.</param>
/// <param name="LowerPassRate">The same by the evidence's lower bound: what may be promised.</param>
/// <param name="Evidence">Pass rate over all tasks of the agent that it was given, with its bounds.</param>
/// <param name="Trials">Answers that the evidence counts, faded.</param>
/// <param name="WholePrice">What beginning with it is expected to cost in the end: with its checks, and with the dearer models that failed answers go on to.</param>
/// <param name="WholePassRate">Probability that an answer passes in the end.</param>
/// <param name="Score"><paramref name="WholePassRate"/> less <paramref name="WholePrice"/> at the going rate.</param>
public sealed record CandidateScore(
    string Model,
    Usd Price,
    double PassRate,
    double LowerPassRate,
    PassRateBounds Evidence,
    double Trials,
    Usd WholePrice,
    double WholePassRate,
    double Score,
    CandidateVerdict Verdict);
