using AgentFunctions.Fairness;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Backlog;

/// <summary>
/// Tells the other instances, about once a second while something happens, what this one sees of the backlog, and learns
/// what they see. Estimates for people, scaling and fairness only: nothing here decides what happens to a task.
/// </summary>
public sealed partial class BacklogExchange(
    IBacklogStore store, BacklogMeter meter, FairClock clock, ILogger<BacklogExchange> log, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // An idle instance still looks now and then, so that its first answers after a pause are not too old.
    private const int IdleIntervals = 10;

    // Told anew even if nothing happened, so that nobody takes this instance for gone.
    private static readonly TimeSpan SignOfLife = TimeSpan.FromMinutes(2);

    private readonly string _name = Guid.NewGuid().ToString("n");
    private IReadOnlyList<InstanceBacklog> _others = [];
    private long _told;
    private long _toldAt;
    private int _idle;

    /// <summary>The backlog as far as this instance knows: its own part now, the others' as of about a second ago.</summary>
    public BacklogReport Read()
    {
        DateTimeOffset now = time.GetUtcNow();
        return new BacklogReport([.. Volatile.Read(ref _others), new InstanceBacklog(_name, now, meter.Read(), [])], now);
    }

    /// <summary>The backlog with the others' part read anew.</summary>
    public async Task<BacklogReport> ReadNowAsync(CancellationToken cancellationToken)
    {
        await LearnAsync(cancellationToken).ConfigureAwait(false);
        return Read();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        long last = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                BacklogReport report = Read();
                meter.Tick(time.GetElapsedTime(last), (lane, agent) => report.Agents.FirstOrDefault(a => a.Lane == lane && a.Agent == agent).Counts?.Depth ?? 0);
                last = time.GetTimestamp();
                await ExchangeAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what this instance counted last is told below.
        }

        await ExchangeAsync(CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(20, LogLevel.Warning, "The backlog could not be exchanged with other instances; figures are this instance's own.", EventName = "BacklogNotExchanged")]
    private static partial void NotExchanged(ILogger logger, Exception exception);

    private async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        try
        {
            long moves = meter.Moves;
            if (moves != _told || (moves > 0 && time.GetElapsedTime(_toldAt) > SignOfLife))
            {
                _idle = moves == _told ? _idle : 0;
                await store.WriteAsync(new InstanceBacklog(_name, time.GetUtcNow(), meter.Read(), clock.Tell()), cancellationToken).ConfigureAwait(false);
                (_told, _toldAt) = (moves, time.GetTimestamp());
            }

            if (_idle++ % IdleIntervals == 0)
            {
                await LearnAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            NotExchanged(log, e);
        }
    }

    private async Task LearnAsync(CancellationToken cancellationToken)
    {
        InstanceBacklog[] others = [.. (await store.ReadAsync(cancellationToken).ConfigureAwait(false)).Where(i => i.Instance != _name)];
        foreach (LaneClock told in others.SelectMany(o => o.Clocks))
        {
            clock.Learn(told);
        }

        Volatile.Write(ref _others, others);
    }
}
