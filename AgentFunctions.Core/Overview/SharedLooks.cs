using AgentFunctions.Events;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Overview;

/// <summary>
/// One look at how everything stands serves all who wait for it, however many they are. Nobody looks while nobody waits. Thread-safe.
/// </summary>
internal sealed class SharedLooks(OverviewReports reports, TimeProvider time, ILogger log) : IDisposable
{
    private const double Slower = 1.5;

    /// <summary>Time between looks while there is something to do.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    /// <summary>Longest time between looks.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _disposed = new();
    private Look _latest = new(0, null, 0);
    private (Task<Look> Task, TaskCompletionSource Woken)? _next;
    private TimeSpan _pause = Shortest;

    /// <summary>A look for somebody who has seen none: one of the last moments, or a new one at once.</summary>
    public Task<Look> FirstAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_latest.Overview is not null && time.GetElapsedTime(_latest.Taken) < Shortest)
            {
                return Task.FromResult(_latest);
            }

            (Task<Look> next, TaskCompletionSource woken) = _next ??= Begin();
            woken.TrySetResult();
            return next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The look after one that was seen, when it is due.</summary>
    public Task<Look> AfterAsync(Look seen, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _latest.Number > seen.Number ? Task.FromResult(_latest) : (_next ??= Begin()).Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private (Task<Look>, TaskCompletionSource) Begin()
    {
        TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return (LookAsync(_latest, _pause, woken.Task, _disposed.Token), woken);
    }

    private async Task<Look> LookAsync(Look before, TimeSpan pause, Task woken, CancellationToken cancellationToken)
    {
        // Off the lock that the caller holds.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        SharedOverview? now = null;
        try
        {
            await Task.WhenAny(Task.Delay(pause, time, cancellationToken), woken).ConfigureAwait(false);
            now = await reports.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when ((e is QueueUnavailableException || StorageFault.IsTransient(e)) && !cancellationToken.IsCancellationRequested)
        {
            EventsLog.EventsNotRead(log, e);
        }
        catch
        {
            End(before, now, pause);
            throw;
        }

        return End(before, now, pause);
    }

    private Look End(Look before, SharedOverview? now, TimeSpan pause)
    {
        bool isBusy = now is { IsBusy: true } || (now is not null && before.Overview is { } last && now.IsNewsAfter(last));
        lock (_lock)
        {
            _pause = isBusy ? Shortest : pause * Slower < Longest ? pause * Slower : Longest;
            _next = null;
            return _latest = new Look(before.Number + 1, now ?? before.Overview, time.GetTimestamp());
        }
    }
}

/// <summary>How everything stood.</summary>
/// <param name="Number">Grows from look to look.</param>
/// <param name="Overview">Null while nothing could be read so far.</param>
/// <param name="Taken">Timestamp of its end.</param>
internal sealed record Look(long Number, SharedOverview? Overview, long Taken);
