using System.Diagnostics;
using AgentFunctions.Backlog;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Fairness;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Azure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workers;

/// <summary>Deals with one queue message: claims the task and has it run, unless something else is to be done.</summary>
public sealed class TaskWorker(
    ITaskStore tasks,
    ITaskQueue queue,
    TaskRun run,
    ExpressLine express,
    FairClock clock,
    ForeseenWaits waits,
    Followers followers,
    BacklogMeter backlog,
    IOptions<WorkerOptions> options,
    ILogger<TaskWorker> log,
    TimeProvider time)
{
    // More would keep the message's own task waiting for too long.
    private const int MostExpressTasks = 4;

    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(4);

    // Short beside the time after which a task that is due counts as stranded.
    private static readonly TimeSpan LongestPutOff = TimeSpan.FromMinutes(1);

    private readonly WorkerOptions _options = options.Value;

    /// <summary>Who this process is, on leases and attempts.</summary>
    public static string Name { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Deals with a message.</summary>
    /// <param name="body">Body of the queue message.</param>
    /// <exception cref="OperationCanceledException">The host is stopping; the task was handed back and the message must be too.</exception>
    public async Task<WorkOutcome> HandleAsync(BinaryData body, CancellationToken hostStopping)
    {
        if (TaskMessage.Read(body) is not { } message)
        {
            return new WorkOutcome.Poison("unreadable", "The body is not {\"task\": id, \"attempt\": number, \"lane\": name}.");
        }

        for (int i = 0; i < MostExpressTasks && express.TryTake(message.Lane, message.Tag, out ExpressEntry? entry); i++)
        {
            await HandleAsync(entry.Message, hostStopping).ConfigureAwait(false);
            await express.RemoveAsync(entry).ConfigureAwait(false);
        }

        return await HandleAsync(message, hostStopping).ConfigureAwait(false);
    }

    private async Task<WorkOutcome> HandleAsync(TaskMessage message, CancellationToken hostStopping)
    {
        using Activity? span = MessageSpans.Process(message);
        if (await TryPutOffAsync(message).ConfigureAwait(false))
        {
            return WorkOutcome.Done.Instance;
        }

        AgentTask? claimed;
        try
        {
            (claimed, WorkOutcome? outcome) = await ClaimAsync(message, hostStopping).ConfigureAwait(false);
            if (claimed is null)
            {
                return outcome!;
            }
        }
        catch (Exception e) when (StorageFault.IsTransient(e))
        {
            // Left unsettled, the message would come back at once and run out of deliveries long before storage is back.
            WorkerLog.TaskNotReached(log, e, message.Task);
            TimeSpan pause = StoragePause * (0.5 + Random.Shared.NextDouble());
            await queue.SendAsync([message with { DueAt = time.GetUtcNow() + pause }], CancellationToken.None).ConfigureAwait(false);
            return WorkOutcome.Done.Instance;
        }

        clock.Start(message.Lane, message.Tag);
        await run.RunAsync(claimed, hostStopping).ConfigureAwait(false);
        return WorkOutcome.Done.Instance;
    }

    /// <summary>Sends the message for later when it is known that the model cannot take a call now; that costs no storage call.</summary>
    private async Task<bool> TryPutOffAsync(TaskMessage message)
    {
        if (message is { IsPutOff: true } or { Snapshot: null } || waits.Of(message.Snapshot, message.Task.CreatedAt) is not { Reason.Until: var until })
        {
            return false;
        }

        if (until - message.DueAt > LongestPutOff || message.Snapshot.Deadline < until)
        {
            return false;
        }

        await queue.SendAsync([message with { DueAt = until, IsPutOff = true }], CancellationToken.None).ConfigureAwait(false);
        return true;
    }

    /// <summary>The task, claimed; or what to do with the message when there is nothing to run.</summary>
    private async Task<(AgentTask? Claimed, WorkOutcome? Outcome)> ClaimAsync(TaskMessage message, CancellationToken cancellationToken)
    {
        for (AgentTask? task = message.Snapshot; ; task = null)
        {
            bool isSnapshot = task is not null;
            task ??= await tasks.FindAsync(message.Task, cancellationToken).ConfigureAwait(false);
            if (task is null)
            {
                return (null, new WorkOutcome.Poison("unknown-task", $"There is no task {message.Task}."));
            }

            if (await DecideAsync(task, cancellationToken).ConfigureAwait(false) is not { } next)
            {
                return (null, WorkOutcome.Done.Instance);
            }

            if (await StoreAsync(next, isSnapshot, cancellationToken).ConfigureAwait(false) is UpdateOutcome.Stored { Task: var stored })
            {
                backlog.Move(task, stored);
                if (stored.Status == AgentTaskStatus.Queued)
                {
                    await queue.SendAsync([TaskMessage.For(stored) with { Tag = message.Tag }], CancellationToken.None).ConfigureAwait(false);
                }
                else if (stored.IsFinal)
                {
                    await followers.SettleAsync(stored).ConfigureAwait(false);
                }

                return stored.Status == AgentTaskStatus.Running ? (stored, null) : (null, WorkOutcome.Done.Instance);
            }
        }
    }

    private async Task<UpdateOutcome> StoreAsync(AgentTask next, bool isFromSnapshot, CancellationToken cancellationToken)
    {
        try
        {
            return await tasks.UpdateAsync(next, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (isFromSnapshot && !StorageFault.IsTransient(e))
        {
            // What the message says makes no valid request; the stored task decides.
            return new UpdateOutcome.Conflict();
        }
    }

    /// <summary>The change to store next; null when the task is in other hands, or over.</summary>
    private async Task<AgentTask?> DecideAsync(AgentTask task, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        switch (task)
        {
            case { IsFinal: true }:
                // A worker may have died between the end of the task and that of its followers' wait.
                await followers.SettleAsync(task).ConfigureAwait(false);
                return null;
            case { Status: AgentTaskStatus.Running, Lease: { } lease } when lease.Until > now:
                // Another worker is at it. Should it die, this message must still come back.
                await queue.SendAsync([TaskMessage.For(task) with { DueAt = lease.Until }], cancellationToken).ConfigureAwait(false);
                return null;
            case { Status: AgentTaskStatus.Queued, DueAt: var dueAt } when dueAt > now:
                // A little later, or duplicate detection takes it for the one in hand: clocks differ.
                TimeSpan later = TimeSpan.FromMilliseconds(Random.Shared.Next(1, 1000));
                await queue.SendAsync([TaskMessage.For(task) with { DueAt = dueAt + later }], cancellationToken).ConfigureAwait(false);
                return null;
            case { Deadline: { } deadline } when deadline <= now:
                return TaskLifecycle.Fail(task, new TaskError(TaskError.Deadline, $"The deadline {deadline:O} passed before an attempt was started."), ModelUse.None, now);
            case { Status: AgentTaskStatus.Running } when _options.Retry.IsExhausted(task):
                // Its workers died every time; the task may be why.
                return TaskLifecycle.DeadLetter(task, TaskError.LeaseLost, ModelUse.None, now);
            case { Status: AgentTaskStatus.Queued } when waits.Of(task, CallScope.Of(task).Since) is { } wait:
                return TaskLifecycle.Postpone(task, wait.Reason);
            default:
                return TaskLifecycle.Claim(task, Name, now, _options.Lease);
        }
    }
}
