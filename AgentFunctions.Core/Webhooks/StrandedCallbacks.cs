using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Webhooks;

/// <summary>Puts callbacks in line again that are due although no message is on its way to them.</summary>
/// <remarks>
/// Such a callback is left behind when a process dies between storing a task's end, or the outcome of a try, and sending the message that it calls
/// for, or when a message runs out of deliveries. The queue is first in, first out: a callback that was due well before the first message in line has none.
/// </remarks>
public sealed class StrandedCallbacks(ITaskStore tasks, IWebhookQueue queue, IOptions<WorkerOptions> options, ILogger<StrandedCallbacks> log, TimeProvider time)
{
    /// <summary>Looks at tasks.</summary>
    /// <returns>How many were put in line again.</returns>
    /// <exception cref="Queues.QueueUnavailableException">The queue service does not answer.</exception>
    public async Task<int> RequeueAsync(IReadOnlyList<AgentTask> found, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        AgentTask[] suspects = [.. found.Where(task => IsOverdue(task, now))];
        if (suspects.Length == 0)
        {
            return 0;
        }

        DateTimeOffset first = await queue.FindFirstAsync(cancellationToken).ConfigureAwait(false) ?? now;
        UpdateOutcome[] outcomes = await Task.WhenAll(suspects
            .Where(task => IsOverdue(task, first))
            .Select(task => tasks.UpdateAsync(CallbackLifecycle.Requeue(task, now), cancellationToken))).ConfigureAwait(false);
        int requeued = outcomes.Count(outcome => outcome is UpdateOutcome.Stored);
        if (requeued > 0)
        {
            WebhookLog.Requeued(log, requeued);
        }

        return requeued;
    }

    private bool IsOverdue(AgentTask task, DateTimeOffset at) => task.Callback is { Status: CallbackStatus.Pending } due && due.DueAt < at - options.Value.StrandedAfter;
}
