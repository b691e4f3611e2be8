using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Caching;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Fairness;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workers;

/// <summary>Stores the outcomes of attempts, for as long as their claims hold.</summary>
public sealed class TaskCommit(
    ITaskStore tasks,
    IPayloadStore payloads,
    AnswerReuse reuse,
    Followers followers,
    FairLane line,
    BacklogMeter backlog,
    IOptions<WorkerOptions> options,
    ILogger<TaskRun> log,
    TimeProvider time)
{
    // An answer that was paid for is not given up because storage is away for a while.
    private static readonly TimeSpan CommitPatience = TimeSpan.FromMinutes(10);

    private readonly WorkerOptions _options = options.Value;

    /// <summary>Stores what became of an attempt, and does what follows from it. Not cancelled when the host stops: an answer that was paid for is kept.</summary>
    /// <param name="task">The task as it was claimed.</param>
    public async Task CommitAsync(AgentTask task, AgentOutcome outcome)
    {
        if (await StoreAsync(task, outcome).ConfigureAwait(false) is not { } stored)
        {
            WorkerLog.LeaseLost(log, task.Id);
            await BillAsync(task, outcome.Use).ConfigureAwait(false);
            return;
        }

        backlog.Move(task, stored);
        if (outcome is AgentOutcome.Answered answered)
        {
            await reuse.KeepAsync(stored, answered.Json).ConfigureAwait(false);
        }

        if (stored.IsFinal)
        {
            await followers.SettleAsync(stored).ConfigureAwait(false);
        }

        switch (stored)
        {
            case { Status: AgentTaskStatus.Succeeded }:
                WorkerLog.TaskSucceeded(log, stored.Id, stored.Agent, stored.Attempts.Count, stored.Model);
                break;
            case { Status: AgentTaskStatus.Queued, WaitingFor: { } reason }:
                await line.SendAsync([stored], CancellationToken.None).ConfigureAwait(false);
                WorkerLog.TaskDeferred(log, stored.Id, stored.Agent, reason.Code, stored.DueAt);
                break;
            case { Status: AgentTaskStatus.Queued }:
                await line.SendAsync([stored], CancellationToken.None).ConfigureAwait(false);
                WorkerLog.TaskRetry(log, stored.Id, stored.Agent, stored.Attempts.Count, stored.Attempts[^1].Error!.Code, stored.DueAt);
                break;
            default:
                WorkerLog.TaskFailed(log, stored.Id, stored.Agent, stored.Attempts.Count, stored.Error!.Code, stored.Status);
                break;
        }
    }

    /// <summary>The task as stored; null when somebody else has changed it.</summary>
    private Task<AgentTask?> StoreAsync(AgentTask task, AgentOutcome outcome) => StorageFault.OutlastAsync(
        async () =>
        {
            Func<AgentTask, AgentTask> change = await ChangeOfAsync(task, outcome).ConfigureAwait(false);
            return await tasks.UpdateClaimedAsync(task, t => change(t with { Route = outcome.Route ?? t.Route }), CancellationToken.None).ConfigureAwait(false);
        },
        CommitPatience,
        e => WorkerLog.NotCommitted(log, e, task.Id),
        time,
        CancellationToken.None);

    /// <summary>What the outcome makes of the task.</summary>
    private async Task<Func<AgentTask, AgentTask>> ChangeOfAsync(AgentTask task, AgentOutcome outcome)
    {
        DateTimeOffset now = time.GetUtcNow();
        switch (outcome)
        {
            case AgentOutcome.Answered answered:
                // A name of its own for each attempt: one that has lost its lease must not write over the result of the one that won.
                Payload result = await payloads.KeepAsync(task.Id, $"result-{task.Attempts.Count}", answered.Json, CancellationToken.None).ConfigureAwait(false);
                return t => TaskLifecycle.Succeed(t, result, answered.Use, now);
            case AgentOutcome.Deferred deferred:
                return t => TaskLifecycle.Defer(t, deferred.Reason, deferred.Use, now);
            case AgentOutcome.Failed { Fault: { Transient: true } fault } failed when !_options.Retry.IsExhausted(task):
                TimeSpan delay = _options.Retry.Delay(task.Tries, fault.RetryAfter, Random.Shared.NextDouble());
                return t => TaskLifecycle.Release(t, fault.Error, failed.Use, now, now + delay);
            case AgentOutcome.Failed { Fault.Transient: true } failed:
                return t => TaskLifecycle.DeadLetter(t, failed.Fault.Error, failed.Use, now);
            case AgentOutcome.Failed failed:
                return t => TaskLifecycle.Fail(t, failed.Fault.Error, failed.Use, now);
            default:
                throw new InvalidOperationException($"An agent cannot end with {outcome}.");
        }
    }

    /// <summary>Books what an attempt took that has lost its task. Where storage is away for longer, the bill is only told in the log.</summary>
    public async Task BillAsync(AgentTask lost, ModelUse use)
    {
        try
        {
            await StorageFault.OutlastAsync(
                () => tasks.BillAsync(lost, use, CancellationToken.None), _options.Lease, e => WorkerLog.NotCommitted(log, e, lost.Id), time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            WorkerLog.NotBilled(log, e, lost.Id, use.Cost);
        }
    }
}
