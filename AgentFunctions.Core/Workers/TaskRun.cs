using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Caching;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Costs;
using AgentFunctions.Fairness;
using AgentFunctions.Models;
using AgentFunctions.Routing.Running;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workers;

/// <summary>One attempt at a claimed task: runs its agent under the lease and commits what came out.</summary>
public sealed class TaskRun(
    ITaskStore tasks,
    IPayloadStore payloads,
    AnswerReuse reuse,
    Followers followers,
    FairLane line,
    AgentCatalogue agents,
    RoutedRun routed,
    RunningTasks running,
    BacklogMeter backlog,
    IOptions<WorkerOptions> options,
    ILogger<TaskRun> log,
    TimeProvider time)
{
    // An answer that was paid for is not given up because storage is away for a while.
    private static readonly TimeSpan CommitPatience = TimeSpan.FromMinutes(10);

    private readonly WorkerOptions _options = options.Value;

    /// <summary>Runs the task; returns when its outcome is stored, or when it is in other hands.</summary>
    /// <exception cref="OperationCanceledException">The host is stopping; the task was handed back.</exception>
    public async Task RunAsync(AgentTask claimed, CancellationToken hostStopping)
    {
        await using LeaseKeeper keeper = new(claimed, tasks, running, _options.Lease, time, log, hostStopping);
        if (await reuse.FindAsync(claimed, hostStopping).ConfigureAwait(false) is { } found)
        {
            await keeper.StopAsync().ConfigureAwait(false);
            await AnswerFromCacheAsync(keeper.Task, found).ConfigureAwait(false);
            return;
        }

        AgentOutcome outcome = await AnswerAsync(claimed, keeper.Working).ConfigureAwait(false);
        await keeper.StopAsync().ConfigureAwait(false);
        switch (outcome)
        {
            case AgentOutcome.Interrupted when keeper.IsLost:
                // Nobody may have taken over yet. Whoever gets this message finds out; if the task is over, it is dropped.
                WorkerLog.LeaseLost(log, claimed.Id);
                await line.SendAsync([keeper.Task], CancellationToken.None).ConfigureAwait(false);
                await BillAsync(claimed, outcome.Use).ConfigureAwait(false);
                break;
            case AgentOutcome.Interrupted:
                await HandBackAsync(keeper.Task, outcome.Use).ConfigureAwait(false);
                throw new OperationCanceledException(hostStopping);
            default:
                await CommitAsync(keeper.Task, outcome).ConfigureAwait(false);
                break;
        }
    }

    private async Task AnswerFromCacheAsync(AgentTask task, CachedResult found)
    {
        AgentTask answered = await reuse.AnswerAsync(task, found, CancellationToken.None).ConfigureAwait(false);
        if (await tasks.UpdateAsync(answered, CancellationToken.None).ConfigureAwait(false) is UpdateOutcome.Stored { Task: var stored })
        {
            backlog.Move(task, stored);
            WorkerLog.TaskSucceeded(log, stored.Id, stored.Agent, stored.Attempts.Count, stored.Model);
        }
    }

    private async Task<AgentOutcome> AnswerAsync(AgentTask task, CancellationToken cancellationToken)
    {
        if (agents.Find(task.Agent) is not { } agent)
        {
            return Failed(TaskError.UnknownAgent, $"Agent '{task.Agent}' is no longer there.", transient: false);
        }

        try
        {
            string input = await payloads.ReadAsync(task.Input, cancellationToken).ConfigureAwait(false);
            return await routed.RunAsync(agent, task, input, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new AgentOutcome.Interrupted(ModelUse.None);
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            return Failed(TaskError.StorageUnavailable, "The task's input could not be read.", transient: true);
        }
        catch (Exception e)
        {
            // The boundary of a task: whatever is wrong in it must not take the worker along.
            WorkerLog.RunBroke(log, e, task.Id);
            return Failed(TaskError.Internal, $"The worker met an unexpected {e.GetType().Name}.", transient: true);
        }
    }

    private static AgentOutcome.Failed Failed(string code, string message, bool transient) =>
        new(new ModelFault(new TaskError(code, message), transient), ModelUse.None);

    // Not cancelled when the host stops: an answer that was paid for is kept.
    private async Task CommitAsync(AgentTask task, AgentOutcome outcome)
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
    private async Task BillAsync(AgentTask lost, ModelUse use)
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

    private async Task HandBackAsync(AgentTask task, ModelUse use)
    {
        DateTimeOffset now = time.GetUtcNow();
        AgentTask? released = await tasks
            .UpdateClaimedAsync(task, t => TaskLifecycle.Release(t, TaskError.HandedBack, use, now, now), CancellationToken.None).ConfigureAwait(false);
        if (released is null)
        {
            await BillAsync(task, use).ConfigureAwait(false);
            return;
        }

        backlog.Move(task, released);
        WorkerLog.TaskHandedBack(log, task.Id);
    }
}
