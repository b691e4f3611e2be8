using AgentFunctions.Backlog;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Workers;

namespace AgentFunctions.Intake;

/// <summary>Cancels tasks. A worker at work on one stops its model call and commits nothing.</summary>
public sealed class TaskCancellation(ITaskStore tasks, RunningTasks running, Followers followers, BacklogMeter backlog, TimeProvider time)
{
    /// <summary>Cancels a task unless it is final already.</summary>
    /// <returns>The task as it then is, or null when there is none.</returns>
    public async Task<AgentTask?> CancelAsync(TaskId id, TenantId tenant, CancellationToken cancellationToken)
    {
        while (await tasks.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } task && task.Tenant == tenant)
        {
            if (!TaskLifecycle.Allows(task.Status, TaskEvent.Cancel))
            {
                return task;
            }

            if (await tasks.UpdateAsync(TaskLifecycle.Cancel(task, time.GetUtcNow()), cancellationToken).ConfigureAwait(false) is UpdateOutcome.Stored stored)
            {
                backlog.Move(task, stored.Task);
                await running.StopAsync(id).ConfigureAwait(false);
                await followers.SettleAsync(stored.Task).ConfigureAwait(false);
                return stored.Task;
            }
        }

        return null;
    }
}
