using AgentFunctions.LocalHost.Sdk;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;
using AgentFunctions.Workers;
using Azure.Messaging.ServiceBus;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>Keeps the number of this process's workers in line with what waits in the queues, and tells the others about it.</summary>
internal sealed partial class WorkerScaler(
    EmbeddedServiceBus bus,
    IReadOnlyList<QueueTrigger> triggers,
    WorkerSlots slots,
    WorkerPoolOptions options,
    WorkerPoolRegistry registry,
    ILogger<WorkerScaler> log,
    TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly ScalePolicy _policy = new(options, time);

    /// <summary>When the pool was looked at last; how its health is told.</summary>
    public DateTimeOffset? LastLook { get; private set; }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await registry.PrepareAsync(cancellationToken).ConfigureAwait(false);
        await ReportAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await registry.RemoveAsync(TaskWorker.Name, CancellationToken.None).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await LookAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    [LoggerMessage(110, LogLevel.Information, "Workers {From} -> {To}: {Reason}.", EventName = "WorkersChanged")]
    private static partial void WorkersChanged(ILogger logger, int from, int to, string reason);

    [LoggerMessage(111, LogLevel.Warning, "The queues could not be looked at; the number of workers stays.", EventName = "LookFailed")]
    private static partial void LookFailed(ILogger logger, Exception exception);

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            long waiting = 0;
            foreach (QueueTrigger trigger in triggers)
            {
                QueueCounts counts = await bus.CountAsync(trigger.Queue, stopping).ConfigureAwait(false);
                waiting += trigger.LoadOf(counts.Active - counts.Locked);
            }

            int workers = slots.Size;
            if (_policy.Observe(workers, slots.Busy, waiting) is { } change)
            {
                slots.Resize(change.Workers);
                WorkersChanged(log, workers, change.Workers, change.Reason);
                await registry.AddChangeAsync(new(time.GetUtcNow(), TaskWorker.Name, workers, change.Workers, change.Reason), stopping).ConfigureAwait(false);
            }

            await ReportAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SqliteException or ServiceBusException or IOException)
        {
            LookFailed(log, e);
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        await registry.ReportAsync(TaskWorker.Name, slots.Size, slots.Busy, options, cancellationToken).ConfigureAwait(false);
        LastLook = time.GetUtcNow();
    }
}
