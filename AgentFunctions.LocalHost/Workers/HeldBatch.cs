using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>
/// Messages on their way to one call of a batched function; it renews their locks from when the first has come until
/// it is disposed of. Thread-safe.
/// </summary>
/// <remarks>
/// The genuine listener renews no lock of a batch, neither while it collects nor while the function runs. Here it is done,
/// because a batch may wait for a worker that it shares with other queues, and a lock may be as short as a second.
/// A function that would lose its batch on Azure is told of in the log.
/// </remarks>
internal sealed class HeldBatch : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _done = new();
    private readonly EmbeddedServiceBus _bus;
    private readonly QueueTrigger _trigger;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly List<ServiceBusReceivedMessage> _messages;
    private readonly Task _renewal;
    private DateTimeOffset? _lastRenewal;
    private bool _hasOutlived;

    /// <param name="first">The messages it begins with, at least one, just received.</param>
    public HeldBatch(EmbeddedServiceBus bus, QueueTrigger trigger, IReadOnlyList<ServiceBusReceivedMessage> first, ILogger log, TimeProvider time)
    {
        (_bus, _trigger, _log, _time) = (bus, trigger, log, time);
        _messages = [.. first];
        Since = time.GetUtcNow();
        Actions = new ServiceBusMessageActions(bus, trigger.Queue);
        _renewal = RenewAsync(first[0].LockedUntil);
    }

    /// <summary>When its first message came.</summary>
    public DateTimeOffset Since { get; }

    public ServiceBusMessageActions Actions { get; }

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>Adds messages that were just received.</summary>
    public void Add(IReadOnlyList<ServiceBusReceivedMessage> messages)
    {
        // One whose lock ran out, as when the machine slept, may have been received anew before its renewal failed.
        HashSet<long> anew = [.. messages.Select(m => m.SequenceNumber)];
        lock (_lock)
        {
            _messages.RemoveAll(m => anew.Contains(m.SequenceNumber));
            _messages.AddRange(messages);
        }
    }

    /// <summary>The messages for the call that begins now, in the order in which they came. None when their locks were lost meanwhile.</summary>
    /// <param name="renewal">How long their locks are renewed from now on.</param>
    public ServiceBusReceivedMessage[] Begin(TimeSpan renewal)
    {
        lock (_lock)
        {
            _lastRenewal = _time.GetUtcNow() + renewal;
            return [.. _messages];
        }
    }

    /// <summary>Leaves the locks alone from now on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync().ConfigureAwait(false);
        await _renewal.ConfigureAwait(false);
        _done.Dispose();
    }

    // Messages that are added later are locked for longer than those before, so the time of the first is that of all.
    private async Task RenewAsync(DateTimeOffset lockedUntil)
    {
        while (true)
        {
            TimeSpan half = (lockedUntil - _time.GetUtcNow()) / 2;
            await Task.Delay(half > ShortestPause ? half : ShortestPause, _time, _done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_done.IsCancellationRequested || !MayRenew(lockedUntil))
            {
                return;
            }

            try
            {
                RenewedLocks renewed = await _bus.RenewLocksAsync(_trigger.Queue, Unsettled(), _done.Token).ConfigureAwait(false);
                lockedUntil = renewed.Until;
                Drop(renewed.Ended);
            }
            catch (OperationCanceledException) when (_done.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is SqliteException or ServiceBusException or IOException)
            {
                TriggerLog.BatchLocksNotRenewed(_log, e, _trigger.Queue);
            }
        }
    }

    private bool MayRenew(DateTimeOffset lockedUntil)
    {
        lock (_lock)
        {
            return _lastRenewal is not { } last || lockedUntil < last;
        }
    }

    private List<string> Unsettled()
    {
        lock (_lock)
        {
            _messages.RemoveAll(Actions.HasSettled);
            if (_lastRenewal is not null && !_hasOutlived && _messages.Exists(m => m.LockedUntil <= _time.GetUtcNow()))
            {
                _hasOutlived = true;
                TriggerLog.BatchOutlivesLocks(_log, _trigger.Function, _trigger.Queue);
            }

            return _messages.ConvertAll(m => m.LockToken);
        }
    }

    private void Drop(IReadOnlyList<string> ended)
    {
        HashSet<string> tokens = [.. ended];
        int lost;
        lock (_lock)
        {
            // What the function settled at this very moment is not lost.
            lost = _messages.RemoveAll(m => tokens.Contains(m.LockToken) && !Actions.HasSettled(m));
        }

        if (lost > 0)
        {
            TriggerLog.BatchLocksLost(_log, lost, _trigger.Queue);
        }
    }
}
