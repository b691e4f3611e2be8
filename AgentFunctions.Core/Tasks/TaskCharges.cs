using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>The ledger entries that changes of a task make.</summary>
internal static class TaskCharges
{
    /// <summary>For the calls of an attempt, and for the turns that were judged.</summary>
    public static IEnumerable<LedgerEntry> Of(AgentTask task, ModelUse use) =>
    [
        .. use.Calls.Select(call => new LedgerEntry(
            KeyOf(task, call.At, call.Model), new LedgerAmounts { Calls = 1, Usage = call.Usage, Cost = call.Cost })),
        .. use.Turns.Where(turn => turn.End is TurnEnd.Passed or TurnEnd.Failed).Select(turn => new LedgerEntry(
            KeyOf(task, turn.At, turn.Model), new LedgerAmounts { Judged = 1, Passed = turn.End == TurnEnd.Passed ? 1 : 0 })),
    ];

    /// <summary>For a task that has just ended.</summary>
    public static LedgerEntry OfEnd(AgentTask ended, DateTimeOffset now)
    {
        (bool cached, bool coalesced) = (ended.Source?.Origin == AnswerOrigin.Cache, ended.Source?.Origin == AnswerOrigin.Leader);
        Usd saved = ended.Source?.Saved ?? default;
        return new LedgerEntry(KeyOf(ended, now, ended.Model ?? LedgerKey.NoModel), new LedgerAmounts
        {
            Tasks = 1,
            Succeeded = ended.Status == AgentTaskStatus.Succeeded ? 1 : 0,
            CacheHits = cached ? 1 : 0,
            Coalesced = coalesced ? 1 : 0,
            SavedByCache = cached ? saved : default,
            SavedByCoalescing = coalesced ? saved : default,
            SavedByRouting = SavedByRouting(ended) ?? default,
        });
    }

    /// <summary>What routing saved on a task that has its answer from a model; below 0 when it cost more. Null: it was not routed.</summary>
    public static Usd? SavedByRouting(AgentTask ended) =>
        ended is { Status: AgentTaskStatus.Succeeded, Source: null, Route.OnBestModel: { } best, Attempts: [.., var answered] } ? best - answered.Cost : null;

    private static LedgerKey KeyOf(AgentTask task, DateTimeOffset at, string model) =>
        new(LedgerKey.HourOf(at.ToUniversalTime()), task.Tenant, task.Agent, model, task.Lane);
}
