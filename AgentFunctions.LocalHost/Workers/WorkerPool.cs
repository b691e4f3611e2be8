using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;
using Azure.Messaging.ServiceBus;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>Hands the messages of the queues to the workers of this process, each of which runs one function call at a time.</summary>
internal sealed class WorkerPool(
    EmbeddedServiceBus bus, IReadOnlyList<QueueTrigger> triggers, WorkerSlots slots, MessageRun run, ILogger<WorkerPool> log, TimeProvider time) : BackgroundService
{
    /// <summary>How long running calls may take to finish when the host stops; then they are asked to hand their work back.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _handBack = new();
    private int _first;

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
                if (await StartAsync(free, stoppingToken).ConfigureAwait(false) == 0)
                {
                    await WaitForMessagesAsync(stoppingToken).ConfigureAwait(false);
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

    /// <summary>Starts calls on up to <paramref name="free"/> messages. The queue that is asked first changes each time, so that none starves.</summary>
    private async Task<int> StartAsync(int free, CancellationToken stopping)
    {
        int started = 0;
        _first++;
        for (int i = 0; i < triggers.Count && started < free; i++)
        {
            QueueTrigger trigger = triggers[(_first + i) % triggers.Count];
            int fairShare = Math.Max(1, (free - started) / (triggers.Count - i));
            if (Math.Min(fairShare, trigger.Room) is > 0 and var most)
            {
                foreach (ServiceBusReceivedMessage message in await bus.ReceiveAsync(trigger.Queue, most, stopping).ConfigureAwait(false))
                {
                    slots.Take();
                    started++;
                    _ = RunAsync(trigger, message);
                }
            }
        }

        return started;
    }

    private async Task RunAsync(QueueTrigger trigger, ServiceBusReceivedMessage message)
    {
        // Off the dispatcher's thread: a function may work before its first await.
        await Task.Yield();
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
            slots.Release();
        }
    }

    private async Task WaitForMessagesAsync(CancellationToken stopping)
    {
        using CancellationTokenSource anyCame = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task[] waits = [.. triggers.Where(t => t.Room > 0).Select(t => bus.WaitForMessagesAsync(t.Queue, anyCame.Token))];
        await Task.WhenAny([.. waits, .. waits.Length < triggers.Count ? [Task.Delay(PauseAfterFailure, time, anyCame.Token)] : Array.Empty<Task>()]).ConfigureAwait(false);
        await anyCame.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(waits).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.ThrowIfCancellationRequested();
    }
}
