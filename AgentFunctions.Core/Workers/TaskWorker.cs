using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workers;

/// <summary>Deals with one queue message: claims the task, runs its agent, commits what came out.</summary>
public sealed class TaskWorker(
    ITaskStore tasks,
    IPayloadStore payloads,
    ITaskQueue queue,
    AgentCatalogue agents,
    ModelCatalogue models,
    AgentRunner runner,
    IOptions<WorkerOptions> options,
    ILogger<TaskWorker> log,
    TimeProvider time)
{
    private readonly WorkerOptions _options = options.Value;

    /// <summary>Who this process is, on leases and attempts.</summary>
    public static string Name { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>Deals with a message.</summary>
    /// <param name="body">Body of the queue message.</param>
    /// <exception cref="OperationCanceledException">The host is stopping; the task was handed back and the message must be too.</exception>
    public async Task<WorkOutcome> HandleAsync(BinaryData body, CancellationToken hostStopping)
    {
        if (TaskMessage.ReadTask(body) is not { } id)
        {
            return new WorkOutcome.Poison("unreadable", "The body is not {\"task\": id, \"attempt\": number}.");
        }

        while (true)
        {
            AgentTask? task = await tasks.FindAsync(id, hostStopping).ConfigureAwait(false);
            (AgentTask? next, WorkOutcome? outcome) = task is null
                ? (null, new WorkOutcome.Poison("unknown-task", $"There is no task {id}."))
                : await DecideAsync(task, hostStopping).ConfigureAwait(false);
            if (outcome is not null)
            {
                return outcome;
            }

            if (await tasks.UpdateAsync(next!, hostStopping).ConfigureAwait(false) is UpdateOutcome.Stored stored)
            {
                return stored.Task.Status == AgentTaskStatus.Running
                    ? await WorkAsync(stored.Task, hostStopping).ConfigureAwait(false)
                    : WorkOutcome.Done.Instance;
            }
        }
    }

    /// <summary>The change to store next, or the outcome when there is none.</summary>
    private async Task<(AgentTask? Next, WorkOutcome? Outcome)> DecideAsync(AgentTask task, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        switch (task)
        {
            case { IsFinal: true }:
                return (null, WorkOutcome.Done.Instance);
            case { Status: AgentTaskStatus.Running, Lease: { } lease } when lease.Until > now:
                // Another worker is at it. Should it die, this message must still come back.
                await queue.SendAsync([TaskMessage.For(task) with { DueAt = lease.Until }], cancellationToken).ConfigureAwait(false);
                return (null, WorkOutcome.Done.Instance);
            case { DueAt: var dueAt } when dueAt > now:
                await queue.SendAsync([TaskMessage.For(task)], cancellationToken).ConfigureAwait(false);
                return (null, WorkOutcome.Done.Instance);
            case { StartedAt: null, Deadline: { } deadline } when deadline <= now:
                return (TaskLifecycle.Fail(task, new TaskError(TaskError.Deadline, $"The deadline {deadline:O} passed before the task was started."), ModelUse.None, now), null);
            default:
                return (TaskLifecycle.Claim(task, Name, now, _options.Lease), null);
        }
    }

    private async Task<WorkOutcome> WorkAsync(AgentTask claimed, CancellationToken hostStopping)
    {
        await using LeaseKeeper keeper = new(claimed, tasks, _options.Lease, time, log, hostStopping);
        AgentOutcome outcome;
        try
        {
            outcome = await RunAsync(claimed, keeper.Working).ConfigureAwait(false);
            await keeper.StopAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (keeper.Working.IsCancellationRequested)
        {
            await keeper.StopAsync().ConfigureAwait(false);
            if (!keeper.IsLost)
            {
                await HandBackAsync(keeper.Task).ConfigureAwait(false);
                throw;
            }

            WorkerLog.LeaseLost(log, claimed.Id);
            return WorkOutcome.Done.Instance;
        }

        await CommitAsync(keeper.Task, outcome).ConfigureAwait(false);
        return WorkOutcome.Done.Instance;
    }

    private async Task<AgentOutcome> RunAsync(AgentTask task, CancellationToken cancellationToken)
    {
        if (agents.Find(task.Agent) is not { } agent)
        {
            TaskError gone = new(TaskError.UnknownAgent, $"Agent '{task.Agent}' is no longer there.");
            return new AgentOutcome.Failed(new ModelFault(gone, Transient: false), ModelUse.None);
        }

        string input = await payloads.ReadAsync(task.Input, cancellationToken).ConfigureAwait(false);
        Usd? budget = task.MaxCost is { } most ? most - task.Cost : null;
        return await runner.RunAsync(agent, models.Default, input, budget, cancellationToken).ConfigureAwait(false);
    }

    // Not cancelled when the host stops: an answer that was paid for is kept.
    private async Task CommitAsync(AgentTask task, AgentOutcome outcome)
    {
        AgentTask committed = await NextStateAsync(task, outcome).ConfigureAwait(false);
        if (await tasks.UpdateAsync(committed, CancellationToken.None).ConfigureAwait(false) is not UpdateOutcome.Stored { Task: var stored })
        {
            WorkerLog.LeaseLost(log, task.Id);
            return;
        }

        switch (stored)
        {
            case { Status: AgentTaskStatus.Succeeded }:
                WorkerLog.TaskSucceeded(log, stored.Id, stored.Agent, stored.Attempts.Count, stored.Model);
                break;
            case { Status: AgentTaskStatus.Queued }:
                await queue.SendAsync([TaskMessage.For(stored)], CancellationToken.None).ConfigureAwait(false);
                WorkerLog.TaskRetry(log, stored.Id, stored.Agent, stored.Attempts.Count, stored.Attempts[^1].Error!.Code, stored.DueAt);
                break;
            default:
                WorkerLog.TaskFailed(log, stored.Id, stored.Agent, stored.Attempts.Count, stored.Error!.Code, stored.Status);
                break;
        }
    }

    private async Task<AgentTask> NextStateAsync(AgentTask task, AgentOutcome outcome)
    {
        DateTimeOffset now = time.GetUtcNow();
        switch (outcome)
        {
            case AgentOutcome.Answered answered:
                Payload result = await payloads.KeepAsync(task.Id, "result", answered.Json, CancellationToken.None).ConfigureAwait(false);
                return TaskLifecycle.Succeed(task, result, answered.Use, now);
            case AgentOutcome.Failed { Fault: { Transient: true } fault } failed when Tries(task) < _options.Retry.MaxAttempts:
                TimeSpan delay = _options.Retry.Delay(task.Attempts.Count, fault.RetryAfter, Random.Shared.NextDouble());
                return TaskLifecycle.Release(task, fault.Error, failed.Use, now, now + delay);
            case AgentOutcome.Failed { Fault.Transient: true } failed:
                return TaskLifecycle.DeadLetter(task, failed.Fault.Error, failed.Use, now);
            case AgentOutcome.Failed failed:
                return TaskLifecycle.Fail(task, failed.Fault.Error, failed.Use, now);
            default:
                throw new InvalidOperationException($"An agent cannot end with {outcome}.");
        }
    }

    // A task is not to blame when its host stopped.
    private static int Tries(AgentTask task) => task.Attempts.Count(a => a.Error != TaskError.HandedBack);

    private async Task HandBackAsync(AgentTask task)
    {
        DateTimeOffset now = time.GetUtcNow();
        AgentTask released = TaskLifecycle.Release(task, TaskError.HandedBack, ModelUse.None, now, now);
        if (await tasks.UpdateAsync(released, CancellationToken.None).ConfigureAwait(false) is UpdateOutcome.Stored)
        {
            WorkerLog.TaskHandedBack(log, task.Id);
        }
    }
}
