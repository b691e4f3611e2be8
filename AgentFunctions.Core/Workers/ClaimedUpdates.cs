using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers;

/// <summary>Changes to a task by the worker that holds it.</summary>
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

    // Somebody may have booked the cost of an earlier attempt. The attempt's number tells this claim from any other.
    private static async Task<AgentTask?> FindClaimedAsync(ITaskStore tasks, AgentTask claimed, CancellationToken cancellationToken) =>
        await tasks.FindAsync(claimed.Id, cancellationToken).ConfigureAwait(false) is { Status: AgentTaskStatus.Running } found
        && found.Lease?.Owner == claimed.Lease?.Owner
        && found.Attempts.Count == claimed.Attempts.Count
            ? found
            : null;
}
