using AgentFunctions.Backlog;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Fairness;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Upkeep;

/// <summary>Puts tasks in line again that wait although no message is on its way to them.</summary>
/// <remarks>
/// Such a task is left behind when a process dies between storing it and sending its message, or when a message runs out of
/// deliveries. Queues are first in, first out: a task that was due well before the first message in line became
/// available has no message any more. Should one turn up all the same, it finds the task claimed or over.
/// </remarks>
public sealed class StrandedTasks(
    ITaskStore tasks, ITaskQueue queue, FairLane line, Followers followers, BacklogMeter backlog, IOptions<WorkerOptions> options, ILogger<StrandedTasks> log, TimeProvider time)
{
    /// <summary>Looks at open tasks.</summary>
    /// <returns>How many were put in line again.</returns>
    public async Task<int> RequeueAsync(IReadOnlyList<AgentTask> open, CancellationToken cancellationToken)
    {
        int requeued = 0;
        await followers.ReviveAsync([.. open.Where(t => t.Leader is not null && IsOverdue(t, time.GetUtcNow()))]).ConfigureAwait(false);
        foreach (IGrouping<Lane, AgentTask> lane in open.Where(t => t.Leader is null).GroupBy(t => t.Lane))
        {
            DateTimeOffset now = time.GetUtcNow();
            List<AgentTask> suspects = [.. lane.Where(t => IsOverdue(t, now))];
            if (suspects.Count > 0 && await queue.FindFirstAsync(lane.Key, cancellationToken).ConfigureAwait(false) is var first)
            {
                requeued += await RequeueAsync([.. suspects.Where(t => IsOverdue(t, first ?? now))], lane.Key, cancellationToken).ConfigureAwait(false);
            }
        }

        return requeued;
    }

    private bool IsOverdue(AgentTask task, DateTimeOffset at) => (task.Lease?.Until ?? task.DueAt) < at - options.Value.StrandedAfter;

    private async Task<int> RequeueAsync(AgentTask[] stranded, Lane lane, CancellationToken cancellationToken)
    {
        AgentTask?[] requeued = await Task.WhenAll(stranded.Select(t => RequeueAsync(t, cancellationToken))).ConfigureAwait(false);
        AgentTask[] waiting = [.. requeued.OfType<AgentTask>().Where(t => !t.IsFinal)];
        if (waiting.Length > 0)
        {
            await line.SendAsync(waiting, CancellationToken.None).ConfigureAwait(false);
            UpkeepLog.TasksRequeued(log, waiting.Length, lane);
        }

        return waiting.Length;
    }

    /// <summary>The task with a new due time, so that its new message is not taken for the old one; null when somebody was faster.</summary>
    private async Task<AgentTask?> RequeueAsync(AgentTask task, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        AgentTask next = task.Status == AgentTaskStatus.Queued ? TaskLifecycle.Requeue(task, now)
            : options.Value.Retry.IsExhausted(task) ? TaskLifecycle.DeadLetter(task, TaskError.LeaseLost, ModelUse.None, now)
            : TaskLifecycle.Release(task, TaskError.LeaseLost, ModelUse.None, now, now);
        if (await tasks.UpdateAsync(next, cancellationToken).ConfigureAwait(false) is not UpdateOutcome.Stored { Task: var stored })
        {
            return null;
        }

        backlog.Move(task, stored);
        if (stored.IsFinal)
        {
            await followers.SettleAsync(stored).ConfigureAwait(false);
        }

        return stored;
    }
}
