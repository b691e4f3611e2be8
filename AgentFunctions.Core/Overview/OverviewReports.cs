using AgentFunctions.Backlog;
using AgentFunctions.Queues;
using AgentFunctions.Webhooks;
using AgentFunctions.Workers;

namespace AgentFunctions.Overview;

/// <summary>Reads how everything stands.</summary>
/// <param name="pools">None where the platform owns the workers.</param>
public sealed class OverviewReports(
    ITaskQueue queue, IWebhookQueue webhooks, BacklogExchange backlog, IEnumerable<IWorkerPool> pools, RecentHours hours, TimeProvider time)
{
    /// <summary>How everything stands now, for every tenant; what other instances did within the last second or so may be missing.</summary>
    /// <exception cref="QueueUnavailableException">The queue service does not answer.</exception>
    /// <exception cref="Azure.RequestFailedException">Storage is out of reach.</exception>
    internal async Task<SharedOverview> ReadAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        Task<IReadOnlyList<LaneDepth>> lanes = queue.ReadDepthsAsync(cancellationToken);
        Task<WebhookDepth> callbacks = webhooks.ReadDepthAsync(cancellationToken);
        Task<BacklogReport> report = backlog.ReadNowAsync(cancellationToken);
        Task<WorkerFigures?> workers = WorkersAsync(cancellationToken);
        Task<HourlySums> sums = hours.ReadAsync(now, cancellationToken);
        await Task.WhenAll(lanes, callbacks, report, workers, sums).ConfigureAwait(false);
        return new SharedOverview(
            now,
            await lanes.ConfigureAwait(false),
            await report.ConfigureAwait(false),
            await workers.ConfigureAwait(false),
            await callbacks.ConfigureAwait(false),
            await sums.ConfigureAwait(false));
    }

    private async Task<WorkerFigures?> WorkersAsync(CancellationToken cancellationToken)
    {
        if (pools.FirstOrDefault() is not { } pool)
        {
            return null;
        }

        WorkerPoolStatus status = await pool.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
        return new WorkerFigures(status.Workers, status.Busy, status.Minimum, status.Maximum);
    }
}
