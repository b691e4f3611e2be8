namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>When what dies, drawn from the seed, and its execution.</summary>
internal sealed class CrashSchedule
{
    // A start takes one to two seconds of processor time; more deaths than this leave a small machine no time to work.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3.5);

    // After five losses of Azurite in ten minutes a host gives up, and the fleet loses it for a moment.
    private static readonly TimeSpan BetweenOutages = TimeSpan.FromSeconds(16);

    private readonly List<CrashEvent> _planned = [];

    public CrashSchedule(CrashPlan plan, int places)
    {
        Random random = plan.RandomFor("crashes");
        TimeSpan nextOutage = BetweenOutages * (0.5 + random.NextDouble());
        for (TimeSpan at = Pause(random); at < plan.Length; at += Pause(random))
        {
            CrashKind kind = at >= nextOutage ? CrashKind.Storage : Draw(random);
            nextOutage += kind == CrashKind.Storage ? BetweenOutages * (0.5 + random.NextDouble()) : TimeSpan.Zero;
            _planned.Add(new CrashEvent(at, kind, random.Next(places)));
        }
    }

    /// <summary>What has happened so far, with the time it happened.</summary>
    public List<(DateTimeOffset At, CrashKind Kind)> Happened { get; } = [];

    public async Task RunAsync(HostFleet fleet, CancellationToken cancellationToken)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        foreach (CrashEvent next in _planned)
        {
            TimeSpan wait = start + next.At - DateTimeOffset.UtcNow;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken);
            if (await ExecuteAsync(next, fleet, cancellationToken))
            {
                Happened.Add((DateTimeOffset.UtcNow, next.Kind));
            }
        }
    }

    private static async Task<bool> ExecuteAsync(CrashEvent next, HostFleet fleet, CancellationToken cancellationToken) => next.Kind switch
    {
        CrashKind.Storage => await StorageOutage.BringAboutAsync(fleet, cancellationToken),
        CrashKind.AllHosts => fleet.Places.Where(place => place.Kill()).ToArray() is not [],
        CrashKind.StorageOwner => (fleet.Places.FirstOrDefault(place => place.OwnsStorage) ?? fleet.Places[next.Place]).Kill(),
        _ => fleet.Places[next.Place].Kill(),
    };

    private static CrashKind Draw(Random random) => random.NextDouble() switch
    {
        < 0.05 => CrashKind.AllHosts,
        < 0.25 => CrashKind.StorageOwner,
        _ => CrashKind.Host,
    };

    private static TimeSpan Pause(Random random) => ShortestPause + (random.NextDouble() * (LongestPause - ShortestPause));
}
