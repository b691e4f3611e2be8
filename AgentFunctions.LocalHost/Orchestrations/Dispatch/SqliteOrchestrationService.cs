using AgentFunctions.LocalHost.Orchestrations.Journal;
using DurableTask.Core;
using DurableTask.Core.Exceptions;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>
/// The journal as a storage provider of the Durable Task Framework: hands out steps and activities under locks, and
/// stores what came of them, each in one transaction.
/// </summary>
internal sealed class SqliteOrchestrationService(
    OrchestrationJournal journal, WorkLeases leases, OrchestrationOptions options, ILogger<SqliteOrchestrationService> log) : IOrchestrationService
{
    public int TaskOrchestrationDispatcherCount => 1;

    public int TaskActivityDispatcherCount => 1;

    public int MaxConcurrentTaskOrchestrationWorkItems => options.MaxConcurrentOrchestrators;

    public int MaxConcurrentTaskActivityWorkItems => options.MaxConcurrentActivities;

    public BehaviorOnContinueAsNew EventBehaviourForContinueAsNew => BehaviorOnContinueAsNew.Carryover;

    public Task StartAsync() => Task.CompletedTask;

    public Task StopAsync() => Task.CompletedTask;

    public Task StopAsync(bool isForced) => Task.CompletedTask;

    public Task CreateAsync() => Task.CompletedTask;

    public Task CreateAsync(bool recreateInstanceStore) => Task.CompletedTask;

    public Task CreateIfNotExistsAsync() => Task.CompletedTask;

    public Task DeleteAsync() => throw new NotSupportedException("A task hub of the local host goes with its data folder.");

    public Task DeleteAsync(bool deleteInstanceStore) => DeleteAsync();

    public bool IsMaxMessageCountExceeded(int currentMessageCount, OrchestrationRuntimeState runtimeState) => false;

    public int GetDelayInSecondsAfterOnProcessException(Exception exception) => 0;

    public int GetDelayInSecondsAfterOnFetchException(Exception exception) => exception is OperationCanceledException ? 0 : 1;

    public async Task<TaskOrchestrationWorkItem> LockNextTaskOrchestrationWorkItemAsync(
        TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        var instance = await journal.WaitForAsync(LockInstanceAsync, InboxTable.NextDue, cancellationToken).ConfigureAwait(false);
        return Open(instance.Lock, () => new StepWorkItem(instance));
    }

    public Task RenewTaskOrchestrationWorkItemLockAsync(TaskOrchestrationWorkItem workItem) => Task.CompletedTask;

    public async Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages,
        IList<TaskMessage> timerMessages,
        TaskMessage continuedAsNewMessage,
        OrchestrationState? orchestrationState)
    {
        var outcome = StepOutcomes.Of(
            (StepWorkItem)workItem, newOrchestrationRuntimeState, outboundMessages, orchestratorMessages, timerMessages, orchestrationState);
        if (!await journal.WriteAsync(
                session => JournalSteps.Commit(session, journal.Hub, outcome, journal.Now), CancellationToken.None).ConfigureAwait(false))
        {
            throw new SessionAbortedException($"The lock on orchestration '{workItem.InstanceId}' was lost; another process takes the step.");
        }

        leases.Remove(outcome.Lock);
    }

    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem) => FreeAsync(((StepWorkItem)workItem).Lock);

    /// <summary>Called for every item at its end; without effect on one that was completed.</summary>
    public Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem) => FreeAsync(((StepWorkItem)workItem).Lock);

    public async Task<TaskActivityWorkItem> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        var activity = await journal.WaitForAsync(
            LockActivityAsync, (session, now) => ActivityTable.NextDue(session, journal.Hub, now), cancellationToken).ConfigureAwait(false);
        return Open(activity.Lock, () => new ActivityItem(activity));
    }

    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => Task.FromResult(workItem);

    public async Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        var held = ((ActivityItem)workItem).Lock;
        var (instance, response) = (responseMessage.OrchestrationInstance.InstanceId, JournalJson.Write(responseMessage));
        if (!await journal.WriteAsync(
                session => JournalSteps.Record(session, journal.Hub, held, instance, response, journal.Now), CancellationToken.None).ConfigureAwait(false))
        {
            OrchestrationLog.LockLost(log, nameof(WorkKind.Activity), held.Number);
        }

        leases.Remove(held);
    }

    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem) => FreeAsync(((ActivityItem)workItem).Lock);

    private async Task<LockedInstance?> LockInstanceAsync(CancellationToken cancellationToken)
    {
        if (!await journal.ReadAsync(session => InstanceTable.HasReady(session, journal.Hub, journal.Now), cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var nonce = NewNonce();
        var locked = await journal.WriteQuietlyAsync(
            session => InstanceTable.LockReadyOne(session, journal.Hub, journal.Now, leases.Until, nonce), cancellationToken).ConfigureAwait(false);
        if (locked is null)
        {
            return null;
        }

        leases.Add(locked.Lock);
        // Nobody else changes the instance now, so that the rest can be read without keeping writers waiting.
        return await ReadOrFreeAsync(locked, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LockedInstance> ReadOrFreeAsync(LockedInstance locked, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.ReadAsync(
                session => locked with
                {
                    History = InstanceTable.History(session, locked.Lock.Number),
                    Inbox = InboxTable.Due(session, locked.Lock.Number, journal.Now),
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await FreeAsync(locked.Lock).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<LockedActivity?> LockActivityAsync(CancellationToken cancellationToken)
    {
        if (!await journal.ReadAsync(session => ActivityTable.HasReady(session, journal.Hub, journal.Now), cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var nonce = NewNonce();
        var locked = await journal.WriteQuietlyAsync(
            session => ActivityTable.LockReadyOne(session, journal.Hub, journal.Now, leases.Until, nonce), cancellationToken).ConfigureAwait(false);
        if (locked is null)
        {
            return null;
        }

        leases.Add(locked.Lock);
        if (cancellationToken.IsCancellationRequested)
        {
            // The framework drops an activity that it fetched while stopping.
            await FreeAsync(locked.Lock).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return locked;
    }

    private TItem Open<TItem>(WorkLock held, Func<TItem> read)
    {
        try
        {
            return read();
        }
        catch
        {
            // What cannot be read now is not worth a second look before its lock has run out; others come first.
            leases.Remove(held);
            throw;
        }
    }

    private async Task FreeAsync(WorkLock held)
    {
        if (!leases.Holds(held))
        {
            return;
        }

        try
        {
            await journal.WriteAsync(session => Locks.Free(session, held), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            leases.Remove(held);
        }
    }

    // Zero is no lock.
    private static long NewNonce() => Random.Shared.NextInt64(1, long.MaxValue);
}
