using AgentFunctions.Costs;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers;

/// <summary>Changes to a task by the worker that holds it, or has held it.</summary>
internal static class ClaimedUpdates
{
    /// <summary>Stores a change for as long as the worker's own claim holds, whatever else was noted on the task meanwhile.</summary>
    /// <returns>The task as stored; null when it was cancelled or is in other hands.</returns>
    public static async Task<AgentTask?> UpdateClaimedAsync(this ITaskStore tasks, AgentTask claimed, Func<AgentTask, AgentTask> change, CancellationToken cancellationToken)
    {
        for (AgentTask? task = claimed; task is not null; task = await FindClaimedAsync(tasks, claimed, cancellationToken).ConfigureAwait(false))
        {
            if (await tasks.UpdateAsync(change(task), cancellationToken).ConfigureAwait(false) is UpdateOutcome.Stored stored)
            {
                return stored.Task;
            }
        }

        return null;
    }

    /// <summary>Books what an attempt took that has lost its task, whatever has become of the task since.</summary>
    /// <param name="lost">The task as the attempt had it.</param>
    /// <returns>False when there is nothing to book.</returns>
    public static async Task<bool> BillAsync(this ITaskStore tasks, AgentTask lost, ModelUse use, CancellationToken cancellationToken)
    {
        while (use.Calls.Count > 0 && await tasks.FindAsync(lost.Id, cancellationToken).ConfigureAwait(false) is { } task && !IsBooked(task, lost.Attempts.Count))
        {
            if (await tasks.UpdateAsync(TaskLifecycle.Bill(task, lost.Attempts.Count, use), cancellationToken).ConfigureAwait(false) is UpdateOutcome.Stored)
            {
                return true;
            }
        }

        return false;
    }

    // Nobody else has anything to book on an attempt: what stands there was stored with an outcome whose answer got lost on the way.
    private static bool IsBooked(AgentTask task, int attempt) => task.Attempts.Any(a => a.Number == attempt && (a.Calls.Count > 0 || a.Cost > default(Usd)));

    // Somebody may have booked the cost of an earlier attempt. The attempt's number tells this claim from any other.
    private static async Task<AgentTask?> FindClaimedAsync(ITaskStore tasks, AgentTask claimed, CancellationToken cancellationToken) =>
        await tasks.FindAsync(claimed.Id, cancellationToken).ConfigureAwait(false) is { Status: AgentTaskStatus.Running } found
        && found.Lease?.Owner == claimed.Lease?.Owner
        && found.Attempts.Count == claimed.Attempts.Count
            ? found
            : null;
}
