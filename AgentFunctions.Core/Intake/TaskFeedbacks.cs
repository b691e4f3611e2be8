using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Intake;

/// <summary>Keeps what clients say of the answers they got, and tells those who learn from it.</summary>
public sealed class TaskFeedbacks(ITaskStore tasks, IEnumerable<IFeedbackListener> listeners, ILogger<TaskFeedbacks> log, TimeProvider time)
{
    /// <summary>Stores feedback on a task that succeeded. The latest counts.</summary>
    public async Task<FeedbackOutcome> GiveAsync(TaskId id, TenantId tenant, FeedbackRequest request, CancellationToken cancellationToken)
    {
        TaskFeedback feedback = new(request.Score, request.Note, time.GetUtcNow());
        while (await tasks.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } task && task.Tenant == tenant)
        {
            if (task.Status != AgentTaskStatus.Succeeded)
            {
                return new FeedbackOutcome.NotSucceeded(task);
            }

            if (await tasks.UpdateAsync(TaskLifecycle.Rate(task, feedback), cancellationToken).ConfigureAwait(false) is UpdateOutcome.Stored stored)
            {
                await TellAsync(stored.Task, task.Feedback, feedback).ConfigureAwait(false);
                return new FeedbackOutcome.Kept(stored.Task);
            }
        }

        return new FeedbackOutcome.Unknown();
    }

    // Not cancelled by a client that goes away: what is stored is told.
    private async Task TellAsync(AgentTask task, TaskFeedback? earlier, TaskFeedback now)
    {
        foreach (IFeedbackListener listener in listeners)
        {
            try
            {
                await listener.HeardAsync(task, earlier, now, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (StorageFault.Is(e))
            {
                IntakeLog.FeedbackNotHeard(log, e, task.Id, listener.GetType().Name);
            }
        }
    }
}
