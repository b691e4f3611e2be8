using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Routing.Decisions;
using AgentFunctions.Tasks;

namespace AgentFunctions.Routing.Running;

/// <summary>Where one task begins, and where it goes from there.</summary>
/// <param name="candidates">The models that may take it, as in the decision.</param>
/// <param name="decision">Null when there is only one.</param>
/// <param name="failedBefore">Models whose answers did not pass in earlier attempts at the task: they are not paid for again.</param>
internal sealed class RoutePlan(
    AgentRoutingPolicy policy, IReadOnlyList<ModelDefinition> candidates, RoutingDecision? decision, IReadOnlySet<string> failedBefore)
{
    private readonly HashSet<string> _tried = [.. failedBefore];

    public RoutingDecision? Decision => decision;

    /// <summary>The model to begin with.</summary>
    public ModelDefinition First => decision is null ? candidates[0]
        : !failedBefore.Contains(decision.Model) ? Model(decision.Model)
        : AfterFailure(decision.Model) ?? Model(decision.Model);

    /// <summary>The pass rate that was foretold for a model; null when none was.</summary>
    public double? PassRateOf(ModelDefinition model) => decision?.Candidates.First(c => c.Model == model.Name).PassRate;

    /// <summary>The model to go on with; null: the outcome stands.</summary>
    public ModelDefinition? After(ModelDefinition model, AgentOutcome outcome, Lane lane)
    {
        _tried.Add(model.Name);
        return outcome switch
        {
            AgentOutcome.Failed { Fault.IsOfAnswer: true } => AfterFailure(model.Name),

            // A provider that is only busy is waited for, which costs nothing but time.
            AgentOutcome.Failed { Fault: { IsOfProvider: true } fault } when !fault.Throttled || lane == Lane.Interactive => AfterFault(model.Name),
            AgentOutcome.Deferred when lane == Lane.Interactive => AfterFault(model.Name),
            _ => null,
        };
    }

    /// <summary>The model likeliest to pass, the cheapest of several.</summary>
    public ModelDefinition? Best => decision is null ? null : Model(decision.Candidates.MaxBy(c => c.PassRate)!.Model);

    // The cheapest that is likelier to pass than the one that failed.
    private ModelDefinition? AfterFailure(string failed)
    {
        if (decision is null || !policy.Escalate)
        {
            return null;
        }

        CandidateScore at = decision.Candidates.First(c => c.Model == failed);
        return decision.Candidates.SkipWhile(c => c != at).FirstOrDefault(c => c.PassRate > at.PassRate && !_tried.Contains(c.Model)) is { } next ? Model(next.Model) : null;
    }

    // The cheapest that is as good, or as good as the task asks for.
    private ModelDefinition? AfterFault(string at)
    {
        if (decision is not { Goal: RoutingGoal.Quality { PassRate: var asked } })
        {
            return null;
        }

        double enough = Math.Min(asked, decision.Candidates.First(c => c.Model == at).PassRate);
        return decision.Candidates.FirstOrDefault(c => c.PassRate >= enough && !_tried.Contains(c.Model)) is { } next ? Model(next.Model) : null;
    }

    private ModelDefinition Model(string name) => candidates.First(m => m.Name == name);
}
