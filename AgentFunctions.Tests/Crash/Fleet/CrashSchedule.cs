using System.Collections.Concurrent;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>When what dies, drawn from the seed, and its execution.</summary>
internal sealed class CrashSchedule
{
    // A start takes one to two seconds of processor time; more deaths than this leave a small machine no time to work.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3.5);

    // After five losses of Azurite in ten minutes a host gives up; they are not more frequent than hosts are killed anyway.
    private static readonly TimeSpan BetweenOutages = TimeSpan.FromSeconds(18);

    // Past the patience of the storage client, which tries for about six seconds, and past a lease.
    private static readonly TimeSpan LongestOutage = TimeSpan.FromSeconds(10);

    private readonly List<CrashEvent> _planned = [];

    public CrashSchedule(CrashPlan plan, int places)
    {
        Random random = plan.RandomFor("crashes");
        TimeSpan nextOutage = Around(BetweenOutages, random);
        for (TimeSpan at = Pause(random); at < plan.Length; at += Pause(random))
        {
            CrashKind kind = at >= nextOutage ? CrashKind.Storage : Draw(random);
            nextOutage += kind == CrashKind.Storage ? Around(BetweenOutages, random) : TimeSpan.Zero;
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

    private async Task NoteAsync(CrashEvent next, HostFleet fleet, CancellationToken cancellationToken)
    {
        DateTimeOffset from = DateTimeOffset.UtcNow;
        if (await ExecuteAsync(next, fleet, cancellationToken))
        {
            Happened.Enqueue(new CrashNote(next.Kind, from, DateTimeOffset.UtcNow));
        }
    }

    private static async Task<bool> ExecuteAsync(CrashEvent next, HostFleet fleet, CancellationToken cancellationToken) => next.Kind switch
    {
        CrashKind.Storage => await StorageOutage.BringAboutAsync(fleet, next.Outage, cancellationToken),
        CrashKind.AllHosts => fleet.Places.Where(place => place.Kill()).ToArray() is not [],
        CrashKind.StorageOwner => (fleet.Places.FirstOrDefault(place => place.OwnsStorage) ?? fleet.Places[next.Place]).Kill(),
        _ => fleet.Places[next.Place].Kill(),
    };

    private static CrashKind Draw(Random random) => random.NextDouble() switch
    {
        < 0.05 => CrashKind.AllHosts,
        < 0.30 => CrashKind.StorageOwner,
        _ => CrashKind.Host,
    };

    private static TimeSpan Pause(Random random) => ShortestPause + (random.NextDouble() * (LongestPause - ShortestPause));

    private static TimeSpan Around(TimeSpan mean, Random random) => mean * (0.5 + random.NextDouble());
}
