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

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
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
            IReadOnlyList<ServiceBusReceivedMessage> messages = most == 0 ? [] : await bus.ReceiveAsync(trigger.Queue, most, stopping).ConfigureAwait(false);
            foreach (ServiceBusReceivedMessage message in messages)
            {
                slots.Take();
                shares.Start(trigger);
                started++;
                _ = RunAsync(trigger, message);
            }

            if (messages.Count < Math.Max(1, most))
            {
                rivals.Remove(trigger);
            }
        }

        return started;
    }

    private async Task RunAsync(QueueTrigger trigger, ServiceBusReceivedMessage message)
    {
        // Off the dispatcher's thread: a function may work before its first await.
        await Task.Yield();
        long start = time.GetTimestamp();
        try
        {
            await run.RunAsync(trigger, message, _handBack.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The lock runs out and the message comes back; the pool must go on.
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
        Task[] waits = [.. triggers.Where(t => shares.Most(t, free, slots.Size, triggers) > 0).Select(t => bus.WaitForMessagesAsync(t.Queue, anyCame.Token))];
        await Task.WhenAny([.. waits, change.WaitAsync(anyCame.Token)]).ConfigureAwait(false);
        await anyCame.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
    }
}
