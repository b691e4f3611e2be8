using AgentFunctions.LocalHost.Orchestrations.Journal;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.LocalHost.Orchestrations;

/// <summary>Forgets orchestrations that ended long ago.</summary>
internal sealed class JournalUpkeep(
    OrchestrationJournal journal, OrchestrationOptions options, ILogger<JournalUpkeep> log, TimeProvider time) : BackgroundService
{
    // A transaction that removes more would keep others from writing.
    private const int MostAtOnce = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Removes what is older than the retention; returns how many instances that were.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var limit = journal.Now - options.Retention.Ticks;
        var (removed, now) = (0, MostAtOnce);
        while (now == MostAtOnce)
        {
            now = await journal.WriteQuietlyAsync(
                session =>
                {
                    var ended = InstanceTable.Ended(session, journal.Hub, limit, MostAtOnce);
                    ended.ForEach(number => InstanceTable.Delete(session, number));
                    return ended.Count;
                },
                cancellationToken).ConfigureAwait(false);
            removed += now;
        }

        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await TryAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start goes on.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            if (await RunOnceAsync(stopping).ConfigureAwait(false) is > 0 and var removed)
            {
                OrchestrationLog.Removed(log, removed, options.Retention.TotalDays);
            }
        }
        catch (SqliteException exception)
        {
            OrchestrationLog.NotRemoved(log, exception);
        }
    }
}
