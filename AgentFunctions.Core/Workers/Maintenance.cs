using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Workers;

/// <summary>Finds tasks that wait although no message is on its way to them, and puts them in line again.</summary>
/// <remarks>
/// Such a task is left behind when a process died between storing a task and sending its message. Only lanes whose
/// queue is empty are looked at: there a due task certainly has no message, and nothing is ever sent twice.
/// </remarks>
public sealed class Maintenance(ITaskStore tasks, ITaskQueue queue, ILogger<Maintenance> log, TimeProvider time)
{
    /// <summary>How long a task must have been due: longer than a message takes from the store to the queue.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Horizon = TimeSpan.FromDays(14);

    /// <summary>Puts stranded tasks in line.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RequeueStrandedAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<LaneDepth> depths = await queue.ReadDepthsAsync(cancellationToken).ConfigureAwait(false);
        HashSet<Lane> empty = [.. depths.Where(d => d.Active == 0).Select(d => d.Lane)];
        int requeued = 0;
        TaskFilter open = new()
        {
            Statuses = [AgentTaskStatus.Queued, AgentTaskStatus.Running],
            From = time.GetUtcNow() - Horizon,
            PageSize = TaskFilter.MaxPageSize,
        };
        do
        {
            TaskPage page = await tasks.ListAsync(open, cancellationToken).ConfigureAwait(false);
            requeued += await RequeueAsync(page.Tasks.Where(t => empty.Contains(t.Lane) && IsStranded(t)), cancellationToken).ConfigureAwait(false);
            open = open with { After = page.Next };
        }
        while (open.After is not null);

        return requeued;
    }

    private bool IsStranded(AgentTask task) => (task.Lease?.Until ?? task.DueAt) < time.GetUtcNow() - Grace;

    private async Task<int> RequeueAsync(IEnumerable<AgentTask> stranded, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (IGrouping<Lane, AgentTask> lane in stranded.GroupBy(t => t.Lane))
        {
            // Due now, so that duplicate detection does not take it for the message that was lost.
            TaskMessage[] messages = [.. lane.Select(t => TaskMessage.For(t) with { DueAt = time.GetUtcNow() })];
            await queue.SendAsync(messages, cancellationToken).ConfigureAwait(false);
            WorkerLog.TasksRequeued(log, messages.Length, lane.Key);
            count += messages.Length;
        }

        return count;
    }
}
