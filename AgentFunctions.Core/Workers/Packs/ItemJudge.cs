using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Batching.Packing;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Routing.Running;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers.Packs;

/// <summary>Holds the answers to several tasks of an agent against its checks, each by itself.</summary>
public sealed class ItemJudge(AnswerChecks checks, ModelCatalogue models, RouteLearning learning, TimeProvider time)
{
    // Judges are model calls of their own.
    private const int CheckedAtOnce = 8;

    /// <summary>Judges the answers, in order. One that has a problem already is of no use.</summary>
    /// <exception cref="OperationCanceledException">The host is stopping.</exception>
    internal async Task<IReadOnlyList<JudgedItem>> JudgeAsync(AgentDefinition agent, IReadOnlyList<AnsweredItem> items, CancellationToken cancellationToken)
    {
        JudgedItem[] judged = new JudgedItem[items.Count];
        ParallelOptions some = new() { MaxDegreeOfParallelism = CheckedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, items.Count, some, async (i, cancelled) => judged[i] = await JudgeAsync(agent, items[i], cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return judged;
    }

    /// <summary>What came of an item, with its part of the call; the router learns of it.</summary>
    /// <param name="priceFactor">At what part of the price the call was made; another model would have had it too.</param>
    internal async Task<PackResult> SettleAsync(AgentDefinition agent, ModelDefinition model, JudgedItem item, ModelCall call, CancellationToken cancellationToken, decimal priceFactor = 1)
    {
        AgentTask task = item.Item.Task;
        TurnEnd end = item.Json is null ? TurnEnd.Unpacked : item.Report.Verdict == CheckVerdict.Passed ? TurnEnd.Passed : TurnEnd.NotJudged;
        double? foretold = task.Route?.Candidates.FirstOrDefault(c => c.Model == model.Name)?.PassRate;
        ModelTurn turn = new(time.GetUtcNow(), model.Name, end, foretold, call.Usage, call.Cost + item.Report.Use.Cost) { Reason = item.Report.Reason };
        await learning.LearnAsync(agent, item.Item.InputJson, turn, cancellationToken).ConfigureAwait(false);
        return new PackResult(task.Id, item.Json, [call, .. item.Report.Use.Calls], turn, BestOf(task) is { } best ? best.Price.Times(priceFactor).Of(call.Usage) : null);
    }

    private async Task<JudgedItem> JudgeAsync(AgentDefinition agent, AnsweredItem item, CancellationToken cancellationToken)
    {
        if (item.Answer.Json is not { } json)
        {
            return new JudgedItem(item, new CheckReport(CheckVerdict.Failed, null, item.Answer.Problem, ModelUse.None), null);
        }

        CheckReport report = await checks.RunAsync(agent, item.InputJson, json, CallScope.Of(item.Task) with { Begun = true }, budget: null, cancellationToken).ConfigureAwait(false);
        return new JudgedItem(item, report, report.Verdict is CheckVerdict.Passed or CheckVerdict.NotJudged ? json : null);
    }

    private ModelDefinition? BestOf(AgentTask task) => task.Route is { } route ? models.Find(route.Candidates.MaxBy(c => c.PassRate)!.Model) : null;
}

/// <summary>A task and what a model answered to it.</summary>
internal sealed record AnsweredItem(AgentTask Task, string InputJson, ItemAnswer Answer);

/// <summary>The same, judged.</summary>
/// <param name="Json">The answer; null when it is of no use.</param>
internal sealed record JudgedItem(AnsweredItem Item, CheckReport Report, string? Json);
