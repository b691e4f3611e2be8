using System.Collections.Concurrent;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>When what goes wrong, drawn from the seed, and its execution.</summary>
internal sealed class CrashSchedule : IDisposable
{
    // A start takes one to two seconds of processor time; more deaths than this leave a small machine no time to work.
    private static readonly TimeSpan ShortestGap = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(3.5);

    // After five losses of Azurite in ten minutes a host gives up; they are not more frequent than hosts are killed anyway.
    private static readonly TimeSpan BetweenOutages = TimeSpan.FromSeconds(14);

    // Past the patience of the storage client, which tries for about six seconds, and past a lease.
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(10);

    private readonly List<CrashEvent> _planned = [];
    private readonly StorageOutage _storage = new();

    public CrashSchedule(CrashPlan plan, int places)
    {
        Random random = plan.RandomFor("crashes");
        CrashKind outage = CrashKind.Storage;
        TimeSpan nextOutage = Around(BetweenOutages, random);
        for (TimeSpan at = Gap(random); at < plan.Length; at += Gap(random))
        {
            CrashKind kind = Draw(random);
            if (at >= nextOutage)
            {
                nextOutage = at + Around(BetweenOutages, random);

                // In turn, so that a short run too meets both.
                (kind, outage) = (outage, outage == CrashKind.Storage ? CrashKind.StoragePause : CrashKind.Storage);
            }

            _planned.Add(new CrashEvent(at, kind, random.Next(places), LongestOutage * random.NextDouble()));
        }
    }

    public ConcurrentQueue<CrashNote> Happened { get; } = new();

    public async Task RunAsync(HostFleet fleet, CancellationToken cancellationToken)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        List<Task> running = [];
        foreach (CrashEvent next in _planned)
        {
            TimeSpan wait = start + next.At - DateTimeOffset.UtcNow;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);

            // Hosts die during an outage too.
            running.Add(NoteAsync(next, fleet, cancellationToken));
        }

        await Task.WhenAll(running);
    }

    public void Dispose() => _storage.Dispose();

    private async Task NoteAsync(CrashEvent next, HostFleet fleet, CancellationToken cancellationToken)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow;
        string? host = fleet.Places[next.Place].Current;
        if (await ExecuteAsync(next, fleet, cancellationToken))
        {
            Happened.Enqueue(new CrashNote(next.Kind, host, from, DateTimeOffset.UtcNow));
        }
    }

    private async Task<bool> ExecuteAsync(CrashEvent next, HostFleet fleet, CancellationToken cancellationToken) => next.Kind switch
    {
        CrashKind.Storage => await _storage.EndAsync(fleet, next.Length, cancellationToken),
        CrashKind.StoragePause => await _storage.PauseAsync(fleet, next.Length, cancellationToken),
        CrashKind.HostPause => await PauseAsync(fleet.Places[next.Place], next.Length, cancellationToken),
        CrashKind.AllHosts => fleet.Places.Where(place => place.Kill()).ToArray() is not [],
        CrashKind.StorageOwner => (fleet.Places.FirstOrDefault(place => place.OwnsStorage) ?? fleet.Places[next.Place]).Kill(),
        _ => fleet.Places[next.Place].Kill(),
    };

    private static async Task<bool> PauseAsync(HostPlace place, TimeSpan length, CancellationToken cancellationToken)
    {
        bool paused = place.Pause();
        await Task.Delay(length, cancellationToken);
        place.Resume();
        return paused;
    }

    private static CrashKind Draw(Random random) => random.NextDouble() switch
    {
        < 0.05 => CrashKind.AllHosts,
        < 0.25 => CrashKind.StorageOwner,
        < 0.45 => CrashKind.HostPause,
        _ => CrashKind.Host,
    };

    private static TimeSpan Gap(Random random) => ShortestGap + (random.NextDouble() * (LongestGap - ShortestGap));

    private static TimeSpan Around(TimeSpan mean, Random random) => mean * (0.5 + random.NextDouble());
}
