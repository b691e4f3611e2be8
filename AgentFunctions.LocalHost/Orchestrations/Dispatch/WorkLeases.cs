using System.Collections.Concurrent;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using AgentFunctions.LocalHost.Persistence;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>The locks that this process holds, renewed as long as the work runs.</summary>
internal sealed class WorkLeases(OrchestrationJournal journal, TimeSpan lockDuration, ILogger log, TimeProvider time)
{
    private readonly ConcurrentDictionary<WorkLock, bool> _held = new();
    private TaskCompletionSource? _idle;

    /// <summary>Until when a lock taken or renewed now is good; UTC ticks.</summary>
    public long Until => journal.Now + lockDuration.Ticks;

    public bool Holds(WorkLock held) => _held.ContainsKey(held);

    public void Add(WorkLock held) => _held[held] = true;

    public void Remove(WorkLock held)
    {
        if (_held.TryRemove(held, out _) && _held.IsEmpty)
        {
            Volatile.Read(ref _idle)?.TrySetResult();
        }
    }

    /// <summary>Ends when nothing is held; take no new work meanwhile.</summary>
    public Task WhenIdleAsync()
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _idle, idle);
        return _held.IsEmpty ? Task.CompletedTask : idle.Task;
    }

    /// <summary>Renews until cancelled.</summary>
    public async Task RenewAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(lockDuration / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                await RenewOnceAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to end; what is still held runs out by itself.
        }
    }

    private async Task RenewOnceAsync(CancellationToken stopping)
    {
        var held = _held.Keys.ToArray();
        try
        {
            var lost = held.Length == 0 ? [] : await journal.WriteQuietlyAsync(
                session => Array.FindAll(held, work => !Locks.Renew(session, work, Until)), stopping).ConfigureAwait(false);
            // Work that ended during the renewal has freed its lock itself.
            foreach (var work in lost.Where(_held.ContainsKey))
            {
                OrchestrationLog.LockLost(log, work.Kind.ToString(), work.Number);
            }
        }
        catch (Exception exception) when (exception is SqliteException or DatabaseUnusableException)
        {
            OrchestrationLog.LocksNotRenewed(log, exception);
        }
    }
}
