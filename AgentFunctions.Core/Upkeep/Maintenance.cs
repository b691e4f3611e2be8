using AgentFunctions.Caching;
using AgentFunctions.Costs.Posting;
using AgentFunctions.Events.Deltas;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Upkeep;

/// <summary>What no message leads to: stranded tasks and callbacks, the true count of the backlog, expired keys and answers, ledger pages, answers that nobody watches any more. One instance at a time runs it.</summary>
public sealed class Maintenance(
    ITaskStore tasks,
    StrandedTasks stranded,
    StrandedCallbacks callbacks,
    BacklogReconciliation backlog,
    IIdempotencyStore keys,
    IResultCache cache,
    ILedgerPosting ledger,
    IDeltaStore deltas,
    IOptions<CacheOptions> cacheOptions,
    ILogger<Maintenance> log,
    TimeProvider time)
{
    // No open task is older, unless somebody scheduled it that far ahead.
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(14);

    // Most open tasks are young; the old ones are looked for less often where that takes long.
    private static readonly TimeSpan ShortHorizon = TimeSpan.FromHours(2);
    private const int FullScanShare = 20;

    private DateTimeOffset _nextFullScan = DateTimeOffset.MinValue;
    private DateTimeOffset _nextSweep = DateTimeOffset.MinValue;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset start = time.GetUtcNow();
        bool full = start >= _nextFullScan;
        BacklogTally tally = await backlog.BeginAsync(cancellationToken).ConfigureAwait(false);
        bool queueAnswers = true;
        await foreach (IReadOnlyList<AgentTask> found in OpenTasksAsync(start - (full ? Horizon : ShortHorizon), cancellationToken).ConfigureAwait(false))
        {
            tally.Add(found.Where(t => !t.IsFinal));
            queueAnswers = queueAnswers && await RequeueAsync(found, cancellationToken).ConfigureAwait(false);
        }

        if (full)
        {
            await backlog.EndAsync(tally, cancellationToken).ConfigureAwait(false);
            _nextFullScan = time.GetUtcNow() + ((time.GetUtcNow() - start) * FullScanShare);
            if (await keys.RemoveExpiredAsync(cancellationToken).ConfigureAwait(false) is > 0 and var removed)
            {
                UpkeepLog.KeysRemoved(log, removed);
            }

            await SweepCacheAsync(cancellationToken).ConfigureAwait(false);
            await ledger.RecoverAsync(cancellationToken).ConfigureAwait(false);
            await deltas.RemoveAsync(start - IDeltaStore.KeptFor, cancellationToken).ConfigureAwait(false);
        }
    }

    // All else goes on while the queue is away; what is stranded is found again next time.
    private async Task<bool> RequeueAsync(IReadOnlyList<AgentTask> found, CancellationToken cancellationToken)
    {
        try
        {
            await stranded.RequeueAsync([.. found.Where(t => !t.IsFinal)], cancellationToken).ConfigureAwait(false);
            await callbacks.RequeueAsync(found, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (QueueUnavailableException e)
        {
            UpkeepLog.QueueAway(log, e);
            return false;
        }
    }

    private async Task SweepCacheAsync(CancellationToken cancellationToken)
    {
        if (cacheOptions.Value.SweepEvery <= TimeSpan.Zero || time.GetUtcNow() < _nextSweep)
        {
            return;
        }

        _nextSweep = time.GetUtcNow() + cacheOptions.Value.SweepEvery;
        if (await cache.RemoveExpiredAsync(cancellationToken).ConfigureAwait(false) is > 0 and var removed)
        {
            UpkeepLog.AnswersRemoved(log, removed);
        }
    }

    /// <summary>Tasks that are open, and those that have ended with a callback due.</summary>
    private async IAsyncEnumerable<IReadOnlyList<AgentTask>> OpenTasksAsync(
        DateTimeOffset from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TaskFilter open = new() { Statuses = [AgentTaskStatus.Queued, AgentTaskStatus.Running], OrCallbackDue = true, From = from, PageSize = TaskFilter.MaxPageSize };
        do
        {
            TaskPage page = await tasks.ListAsync(open, cancellationToken).ConfigureAwait(false);
            yield return page.Tasks;
            open = open with { After = page.Next };
        }
        while (open.After is not null);
    }
}
