using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Workers;

/// <summary>Renews the lease of a claimed task until stopped; cancels the work when the lease is lost.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ITaskStore _tasks;
    private readonly TimeSpan _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RunningTasks _running;
    private readonly PeriodicTimer _timer;
    private readonly CancellationToken _hostStopping;
    private readonly CancellationTokenSource _lost;
    private readonly Task _loop;

    public LeaseKeeper(
        AgentTask claimed, ITaskStore tasks, RunningTasks running, TimeSpan lease, TimeProvider time, ILogger log, CancellationToken hostStopping)
    {
        (_tasks, _running, _lease, _time, _log, Task) = (tasks, running, lease, time, log, claimed);
        _hostStopping = hostStopping;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(hostStopping);

        // By this process's own clock too, should a renewal hang for longer than the lease holds.
        _lost.CancelAfter(lease);

        // At least three tries before the lease runs out; often enough to notice soon that the task was cancelled elsewhere.
        _timer = new PeriodicTimer(lease / 3 < LongestPause ? lease / 3 : LongestPause, time);
        _running.Add(claimed.Id, LoseAsync);
        _loop = RenewAsync();
    }

    /// <summary>The task as last stored. Read it only after <see cref="StopAsync"/>.</summary>
    public AgentTask Task { get; private set; }

    /// <summary>True when the lease ran out, or somebody else changed the task: it was cancelled, or taken over.</summary>
    public bool IsLost => _lost.IsCancellationRequested && !_hostStopping.IsCancellationRequested;

    /// <summary>Cancelled when the work must stop: lease lost or host stopping.</summary>
    public CancellationToken Working => _lost.Token;

    /// <summary>Ends the renewals, so that nothing changes the task's ETag any more.</summary>
    public async Task StopAsync()
    {
        _timer.Dispose();
        await _loop.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _running.Remove(Task.Id);
        await StopAsync().ConfigureAwait(false);
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        // False once the timer is disposed of; an exception for each task that ends would be dear.
        while (!IsLost && await _timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            await RenewOnceAsync().ConfigureAwait(false);
        }
    }

    private async Task RenewOnceAsync()
    {
        try
        {
            // Not cancelled by StopAsync: the outcome of a write under way must be known, or the ETag is lost.
            AgentTask? renewed = await _tasks
                .UpdateClaimedAsync(Task, task => TaskLifecycle.Renew(task, _time.GetUtcNow(), _lease), CancellationToken.None).ConfigureAwait(false);
            if (renewed is not null)
            {
                Task = renewed;
                _lost.CancelAfter(_lease);
                return;
            }
        }
        catch (Exception e) when (StorageFault.IsTransient(e))
        {
            WorkerLog.LeaseNotRenewed(_log, e, Task.Id);
            if (_time.GetUtcNow() < Task.Lease!.Until)
            {
                return;
            }
        }

        await LoseAsync().ConfigureAwait(false);
    }

    private Task LoseAsync() => _lost.CancelAsync();
}
