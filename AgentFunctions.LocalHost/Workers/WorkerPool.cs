using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;
using Azure.Messaging.ServiceBus;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>Hands the messages of the queues to the workers of this process, each of which runs one function call at a time.</summary>
internal sealed class WorkerPool(
    EmbeddedServiceBus bus, IReadOnlyList<QueueTrigger> triggers, QueueShares shares, WorkerSlots slots, MessageRun run, ILogger<WorkerPool> log, TimeProvider time)
    : BackgroundService
{
    /// <summary>How long running calls may take to finish when the host stops; then they are asked to hand their work back.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _handBack = new();

    private readonly Dictionary<QueueTrigger, BatchCollector> _collectors = triggers
        .Where(t => t.Batches is not null)
        .ToDictionary(t => t, t => new BatchCollector(bus, t, t.Batches!, log, time));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        foreach ((QueueTrigger trigger, BatchCollector collector) in _collectors)
        {
            // As the genuine listener when it is stopped: the function gets what is collected, however little.
            if (collector.TakeRest() is { } rest)
            {
                Start(trigger, () => run.RunAsync(trigger, rest, _handBack.Token));
            }
        }

        _handBack.CancelAfter(DrainTime);
        await slots.WaitForIdleAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _handBack.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                int free = await slots.WaitForFreeAsync(stoppingToken).ConfigureAwait(false);
                Task change = slots.NextChange;
                if (await StartAsync(free, stoppingToken).ConfigureAwait(false) == 0)
                {
                    await WaitForMessagesAsync(change, stoppingToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is SqliteException or ServiceBusException or IOException)
            {
                TriggerLog.ReceiveFailed(log, e);
                await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Starts calls on up to <paramref name="free"/> messages, queue after queue in the order of their shares.</summary>
    private async Task<int> StartAsync(int free, CancellationToken stopping)
    {
        int started = 0;
        List<QueueTrigger> rivals = [.. triggers];
        while (rivals.Count > 0 && started < free)
        {
            QueueTrigger trigger = shares.First(rivals);
            int most = shares.Most(trigger, free - started, slots.Size, rivals);
            int begun = most == 0 ? 0 : await StartAsync(trigger, most, stopping).ConfigureAwait(false);
            started += begun;
            if (begun < Math.Max(1, most))
            {
                rivals.Remove(trigger);
            }
        }

        return started;
    }

    private async Task<int> StartAsync(QueueTrigger trigger, int most, CancellationToken stopping)
    {
        if (_collectors.TryGetValue(trigger, out BatchCollector? collector))
        {
            if (await collector.TakeAsync(stopping).ConfigureAwait(false) is not { } batch)
            {
                return 0;
            }

            Start(trigger, () => run.RunAsync(trigger, batch, _handBack.Token));
            return 1;
        }

        IReadOnlyList<ServiceBusReceivedMessage> messages = await bus.ReceiveAsync(trigger.Queue, most, stopping).ConfigureAwait(false);
        foreach (ServiceBusReceivedMessage message in messages)
        {
            Start(trigger, () => run.RunAsync(trigger, message, _handBack.Token));
        }

        return messages.Count;
    }

    private void Start(QueueTrigger trigger, Func<Task> call)
    {
        slots.Take();
        shares.Start(trigger);
        _ = RunAsync(trigger, call);
    }

    private async Task RunAsync(QueueTrigger trigger, Func<Task> call)
    {
        // Off the dispatcher's thread: a function may work before its first await.
        await Task.Yield();
        long start = time.GetTimestamp();
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The locks run out and the messages come back; the pool must go on.
            TriggerLog.FunctionFailed(log, e, trigger.Function);
        }
        finally
        {
            shares.End(trigger, time.GetElapsedTime(start));
            slots.Release();
        }
    }

    // A queue whose messages may not be taken now is looked at again when a worker comes free.
    private async Task WaitForMessagesAsync(Task change, CancellationToken stopping)
    {
        using CancellationTokenSource anyCame = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        int free = slots.Size - slots.Busy;
        Task[] waits = [.. triggers.Where(t => shares.Most(t, free, slots.Size, triggers) > 0).Select(t => WaitAsync(t, anyCame.Token))];
        await Task.WhenAny([.. waits, change.WaitAsync(anyCame.Token)]).ConfigureAwait(false);
        await anyCame.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
    }

    private Task WaitAsync(QueueTrigger trigger, CancellationToken cancellationToken) => _collectors.TryGetValue(trigger, out BatchCollector? collector)
        ? collector.WaitAsync(cancellationToken)
        : bus.WaitForMessagesAsync(trigger.Queue, cancellationToken);
}
