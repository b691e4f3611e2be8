using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Caching;
using AgentFunctions.Events.Deltas;
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
    TaskCommit commit,
    FairLane line,
    AgentCatalogue agents,
    RoutedRun routed,
    IDeltaStore deltas,
    RunningTasks running,
    BacklogMeter backlog,
    IOptions<WorkerOptions> options,
    ILogger<TaskRun> log,
    TimeProvider time)
{
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
                await commit.BillAsync(claimed, outcome.Use).ConfigureAwait(false);
                break;
            case AgentOutcome.Interrupted:
                await HandBackAsync(keeper.Task, outcome.Use).ConfigureAwait(false);
                throw new OperationCanceledException(hostStopping);
            default:
                await commit.CommitAsync(keeper.Task, outcome).ConfigureAwait(false);
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
            return await AskAsync(agent, task, input, cancellationToken).ConfigureAwait(false);
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

    private async Task<AgentOutcome> AskAsync(AgentDefinition agent, AgentTask task, string input, CancellationToken cancellationToken)
    {
        if (!task.Stream)
        {
            return await routed.RunAsync(agent, task, input, text: null, cancellationToken).ConfigureAwait(false);
        }

        DeltaWriter writer = new(deltas, task.Id, task.Attempts.Count, time, log);
        await using (writer.ConfigureAwait(false))
        {
            return await routed.RunAsync(agent, task, input, writer, cancellationToken).ConfigureAwait(false);
        }
    }

    private static AgentOutcome.Failed Failed(string code, string message, bool transient) =>
        new(new ModelFault(new TaskError(code, message), transient), ModelUse.None);

    private async Task HandBackAsync(AgentTask task, ModelUse use)
    {
        DateTimeOffset now = time.GetUtcNow();
        AgentTask? released = await tasks
            .UpdateClaimedAsync(task, t => TaskLifecycle.Release(t, TaskError.HandedBack, use, now, now), CancellationToken.None).ConfigureAwait(false);
        if (released is null)
        {
            await commit.BillAsync(task, use).ConfigureAwait(false);
            return;
        }

        backlog.Move(task, released);
        WorkerLog.TaskHandedBack(log, task.Id);
    }
}
