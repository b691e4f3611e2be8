using AgentFunctions.Costs;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Costs;

/// <summary>What the ledger must say, worked out from the tasks alone; and what it says.</summary>
internal static class LedgerSums
{
    /// <summary>The sums that these tasks make, none of which was redriven.</summary>
    public static IReadOnlyDictionary<LedgerKey, LedgerAmounts> OfTasks(IEnumerable<AgentTask> tasks) => Add(tasks.SelectMany(EntriesOf));

    public static IReadOnlyDictionary<LedgerKey, LedgerAmounts> Add(IEnumerable<LedgerEntry> entries) =>
        entries.GroupBy(e => e.Key, e => e.Amounts).ToDictionary(g => g.Key, g => g.Aggregate(LedgerAmounts.Add));

    /// <summary>Where two sums differ, for a person; empty when they are equal to the last micro-dollar.</summary>
    public static IReadOnlyList<string> Differences(IReadOnlyDictionary<LedgerKey, LedgerAmounts> tasks, IReadOnlyDictionary<LedgerKey, LedgerAmounts> ledger) =>
    [
        .. tasks.Keys.Union(ledger.Keys)
            .Where(key => tasks.GetValueOrDefault(key) != ledger.GetValueOrDefault(key))
            .Select(key => $"    {key}: tasks {tasks.GetValueOrDefault(key)}, ledger {ledger.GetValueOrDefault(key)}"),
    ];

    public static async Task<IReadOnlyDictionary<LedgerKey, LedgerAmounts>> ReadAsync(ILedgerStore ledger, Func<LedgerKey, bool> which, CancellationToken cancellationToken) =>
        Add(await ledger.ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken).Where(e => which(e.Key)).ToListAsync(cancellationToken));

    public static async Task<IReadOnlyList<AgentTask>> ListAsync(ITaskStore store, TaskFilter filter, CancellationToken cancellationToken)
    {
        List<AgentTask> all = [];
        do
        {
            TaskPage page = await store.ListAsync(filter with { PageSize = TaskFilter.MaxPageSize }, cancellationToken);
            all.AddRange(page.Tasks);
            filter = filter with { After = page.Next };
        }
        while (filter.After is not null);
        return all;
    }

    private static IEnumerable<LedgerEntry> EntriesOf(AgentTask task)
    {
        foreach (ModelCall call in task.Attempts.SelectMany(a => a.Calls))
        {
            yield return new LedgerEntry(KeyOf(task, call.At, call.Model), new LedgerAmounts
            {
                Calls = call.Pack is null or { Index: 0 } ? 1 : 0,
                Usage = call.Usage,
                Cost = call.Cost,
                Batched = call.Pack is null ? 0 : 1,
                SavedByBatching = call.Pack is { Alone: var alone } ? alone - call.Cost : default,
            });
        }

        foreach (ModelTurn turn in task.Attempts.SelectMany(a => a.Turns).Where(t => t.End is TurnEnd.Passed or TurnEnd.Failed))
        {
            yield return new LedgerEntry(KeyOf(task, turn.At, turn.Model), new LedgerAmounts { Judged = 1, Passed = turn.End == TurnEnd.Passed ? 1 : 0 });
        }

        if (task.FinishedAt is { } end)
        {
            LedgerAmounts ended = new() { Tasks = 1, Succeeded = task.Status == AgentTaskStatus.Succeeded ? 1 : 0 };
            yield return new LedgerEntry(KeyOf(task, end, task.Model ?? LedgerKey.NoModel), task.Source switch
            {
                { Origin: AnswerOrigin.Cache, Saved: var saved } => ended with { CacheHits = 1, SavedByCache = saved },
                { Origin: AnswerOrigin.Leader, Saved: var saved } => ended with { Coalesced = 1, SavedByCoalescing = saved },
                null when task is { Status: AgentTaskStatus.Succeeded, Route.OnBestModel: { } best } => ended with { SavedByRouting = best - task.Attempts[^1].Cost },
                _ => ended,
            });
        }
    }

    private static LedgerKey KeyOf(AgentTask task, DateTimeOffset at, string model) => new(LedgerKey.HourOf(at), task.Tenant, task.Agent, model, task.Lane);

    /// <summary>The ledger of a tenant is the sum over its tasks, by every key and to the micro-dollar, and no page is left.</summary>
    public static async Task AssertExactAsync(LedgerInstance instance, TenantId tenant, CancellationToken cancellationToken)
    {
        IReadOnlyList<AgentTask> tasks = await ListAsync(instance.Tasks, new TaskFilter { Tenant = tenant }, cancellationToken);
        IReadOnlyDictionary<LedgerKey, LedgerAmounts> sums = await ReadAsync(instance.Ledger, k => k.Tenant == tenant, cancellationToken);
        Assert.NotEmpty(sums);
        Assert.Empty(Differences(OfTasks(tasks), sums));
        Assert.Equal(tasks.Sum(t => t.Cost.Micros), sums.Values.Sum(s => s.Cost.Micros));
        Assert.Empty(await instance.Pages.ListAsync(DateTimeOffset.MaxValue, cancellationToken).ToListAsync(cancellationToken));
    }
}
