using System.Diagnostics;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Webhooks.Secrets;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Webhooks.Delivery;

/// <summary>Carries out a message of the callbacks' queue: one try.</summary>
/// <remarks>
/// At least once: who dies between sending and noting it leaves the message, which comes again, with the same <c>webhook-id</c>. The next try is never
/// waited for here; it is a message of its own, sent by the outbox when the state that calls for it is stored.
/// </remarks>
/// <param name="jitter">Evenly spread from 0 to 1; thread-safe.</param>
public sealed class CallbackDelivery(
    ITaskStore tasks, CallbackMessages messages, WebhookSecrets secrets, WebhookSender sender, ILogger<CallbackDelivery> log, TimeProvider time, Func<double> jitter)
{
    public CallbackDelivery(ITaskStore tasks, CallbackMessages messages, WebhookSecrets secrets, WebhookSender sender, ILogger<CallbackDelivery> log, TimeProvider time)
        : this(tasks, messages, secrets, sender, log, time, Random.Shared.NextDouble)
    {
    }

    /// <summary>Carries out a message.</summary>
    /// <returns>False when nobody can ever act on it; true when it is done with.</returns>
    public async Task<bool> HandleAsync(BinaryData body, CancellationToken hostStopping)
    {
        if (WebhookMessage.Read(body) is not { } message)
        {
            return false;
        }

        using Activity? span = WebhookSpan.Start(message);
        if (await tasks.FindAsync(message.Task, hostStopping).ConfigureAwait(false) is not { CallbackUrl: { } target } task || !message.IsFor(task))
        {
            return true;
        }

        IReadOnlyList<WebhookSecret> keys = await secrets.SigningAsync(task.Tenant, hostStopping).ConfigureAwait(false);
        ReadOnlyMemory<byte> content = await messages.WriteAsync(task, hostStopping).ConfigureAwait(false);
        long start = time.GetTimestamp();
        SendOutcome outcome = await sender.SendAsync(target, CallbackMessages.IdOf(task), content, keys, hostStopping).ConfigureAwait(false);
        TimeSpan took = time.GetElapsedTime(start);
        if (await NoteAsync(message, task, outcome).ConfigureAwait(false) is { } noted)
        {
            WebhookSpan.End(span, noted, outcome, took);
            Log(noted, outcome);
        }

        return true;
    }

    /// <summary>The task with the outcome noted; null when somebody else has noted one, or the task was redriven meanwhile.</summary>
    private async Task<AgentTask?> NoteAsync(WebhookMessage message, AgentTask sent, SendOutcome outcome)
    {
        for (AgentTask? task = sent; task is not null && message.IsFor(task); task = await tasks.FindAsync(message.Task, CancellationToken.None).ConfigureAwait(false))
        {
            if (await tasks.UpdateAsync(Next(task, outcome), CancellationToken.None).ConfigureAwait(false) is UpdateOutcome.Stored stored)
            {
                return stored.Task;
            }
        }

        return null;
    }

    private AgentTask Next(AgentTask task, SendOutcome outcome)
    {
        DateTimeOffset now = time.GetUtcNow();
        TaskCallback due = task.Callback!;
        switch (outcome)
        {
            case SendOutcome.Taken taken:
                return CallbackLifecycle.Deliver(task, taken.Status, now);
            case SendOutcome.Failed { IsFinal: false } failed when RetrySchedule.After(due.Tries + 1 - due.RedrivenAfter, failed.RetryAfter, jitter()) is { } delay:
                return CallbackLifecycle.Retry(task, failed.Status, failed.Code, now, now + delay);
            case SendOutcome.Failed failed:
                return CallbackLifecycle.GiveUp(task, failed.Status, failed.Code, now);
            default:
                throw new InvalidOperationException($"A try cannot end with {outcome}.");
        }
    }

    private void Log(AgentTask task, SendOutcome outcome)
    {
        (TaskCallback callback, string host) = (task.Callback!, task.CallbackUrl!.IdnHost);
        switch (callback.Status)
        {
            case CallbackStatus.Delivered:
                WebhookLog.Delivered(log, task.Id, host, callback.Tries);
                break;
            case CallbackStatus.Pending:
                WebhookLog.Retried(log, task.Id, host, ((SendOutcome.Failed)outcome).Code, callback.LastStatus, callback.Tries, callback.DueAt);
                break;
            default:
                WebhookLog.GivenUp(log, task.Id, host, ((SendOutcome.Failed)outcome).Code, callback.LastStatus, callback.Tries);
                break;
        }
    }
}
