using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Tasks;

namespace AgentFunctions.Routing.Running;

/// <summary>
/// Runs a task on the model that its route begins with, holds the answer against the agent's checks, and goes on to another model when it does not pass or when
/// the provider is at fault. The task pays for all of it.
/// </summary>
public sealed class RoutedRun(TaskRouter router, AgentRunner runner, AnswerChecks checks, PackSizes sizes, TimeProvider time)
{
    /// <summary>Runs one attempt at a task.</summary>
    /// <param name="text">Takes the answer while it is written; null: nobody watches.</param>
    public async Task<AgentOutcome> RunAsync(AgentDefinition agent, AgentTask task, string inputJson, IAnswerText? text, CancellationToken cancellationToken)
    {
        RoutedTask routed = await router.RouteAsync(agent, task, inputJson, cancellationToken).ConfigureAwait(false);
        CallScope scope = CallScope.Of(task) with { Text = text };
        Usd? budget = task.MaxCost is { } most ? most - task.Cost : null;
        ModelUse use = ModelUse.None;
        AgentOutcome.Failed? fault = null;
        for (ModelDefinition? model = routed.Plan.First; ;)
        {
            Turn turn = new(agent, model, inputJson, scope with { Begun = use.Calls.Count > 0 }, budget - use.Cost);
            (AgentOutcome outcome, TokenUsage? answered, bool isFirstAnswer) = await TakeAsync(turn, routed.Plan.PassRateOf(model), cancellationToken).ConfigureAwait(false);
            use += outcome.Use;
            foreach (ModelTurn taken in outcome.Use.Turns)
            {
                routed.Learn(taken);
                NoteAlone(agent, task, taken, isFirst: use.Turns.Count == 1, isFirstAnswer);
            }

            if (fault is not null && IsNotAsked(outcome))
            {
                return fault with { Use = use, Route = routed.Told(answered: null) };
            }

            fault = outcome is AgentOutcome.Failed { Fault.IsOfProvider: true } failed ? failed : null;
            if (routed.Plan.After(model, outcome, task.Lane) is not { } next)
            {
                return outcome with { Use = use, Route = routed.Told(answered) };
            }

            model = next;
        }
    }

    // Where the model that was to stand in must wait or would cost too much, it is the first one's fault that counts: it was asked, and may be back for the next try.
    private static bool IsNotAsked(AgentOutcome outcome) =>
        outcome is AgentOutcome.Deferred or AgentOutcome.Failed { Fault: { IsOfProvider: false, IsOfAnswer: false } } && outcome.Use.Calls.Count == 0;

    // Only of tasks that nothing was known of: those that a pack failed are not like the others. And only the first answer, since packs have no second one.
    private void NoteAlone(AgentDefinition agent, AgentTask task, ModelTurn turn, bool isFirst, bool isFirstAnswer)
    {
        if (isFirst && turn.End != TurnEnd.Unavailable && task.Attempts is [{ Turns: [] }])
        {
            sizes.NoteAlone(agent, isFirstAnswer && turn.End is (TurnEnd.Passed or TurnEnd.NotJudged));
        }
    }

    /// <summary>One model's turn: its answer, checked.</summary>
    private async Task<(AgentOutcome Outcome, TokenUsage? Answered, bool IsFirstAnswer)> TakeAsync(Turn turn, double? passRate, CancellationToken cancellationToken)
    {
        AgentOutcome outcome = await runner.RunAsync(turn.Agent, turn.Model, turn.InputJson, turn.Scope, turn.Budget, cancellationToken).ConfigureAwait(false);
        TokenUsage usage = outcome.Use.Usage;
        (AgentOutcome judged, TurnEnd? end, string? reason) = outcome switch
        {
            AgentOutcome.Answered answered => await JudgeAsync(turn, answered, cancellationToken).ConfigureAwait(false),
            AgentOutcome.Failed { Fault.IsOfAnswer: true } failed => (failed, turn.Agent.Checks.Count > 0 ? TurnEnd.Failed : TurnEnd.Invalid, failed.Fault.Error.Message),
            AgentOutcome.Failed { Fault.IsOfProvider: true } failed => (failed, TurnEnd.Unavailable, failed.Fault.Error.Message),
            _ => (outcome, (TurnEnd?)null, (string?)null),
        };
        if (end is { } ended)
        {
            ModelTurn taken = new(time.GetUtcNow(), turn.Model.Name, ended, passRate, usage, judged.Use.Cost) { Reason = reason };
            judged = judged with { Use = judged.Use with { Turns = [taken] } };
        }

        return (judged, judged is AgentOutcome.Answered ? usage : null, outcome.Use.Calls.Count == 1);
    }

    private async Task<(AgentOutcome Outcome, TurnEnd? End, string? Reason)> JudgeAsync(Turn turn, AgentOutcome.Answered answered, CancellationToken cancellationToken)
    {
        CheckReport report = await checks.RunAsync(
            turn.Agent, turn.InputJson, answered.Json, turn.Scope with { Begun = true, Text = null }, turn.Budget - answered.Use.Cost, cancellationToken).ConfigureAwait(false);
        ModelUse use = answered.Use + report.Use;
        switch (report.Verdict)
        {
            case CheckVerdict.Passed:
                return (answered with { Use = use }, TurnEnd.Passed, null);
            case CheckVerdict.NotJudged:
                return (answered with { Use = use }, TurnEnd.NotJudged, report.Reason);
            case CheckVerdict.Interrupted:
                return (new AgentOutcome.Interrupted(use), null, null);
            default:
                string why = $"The answer of '{turn.Model.Name}' did not pass the check '{report.Check}': {report.Reason}";
                return (new AgentOutcome.Failed(new ModelFault(new TaskError(TaskError.CheckFailed, why), Transient: false), use), TurnEnd.Failed, why);
        }
    }

    private sealed record Turn(AgentDefinition Agent, ModelDefinition Model, string InputJson, CallScope Scope, Usd? Budget);
}
