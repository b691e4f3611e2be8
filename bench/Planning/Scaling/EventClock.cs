namespace AgentFunctions.Bench.Planning.Scaling;

/// <summary>The time of a run, which whoever runs it moves on. Nobody can wait on it.</summary>
internal sealed class EventClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Seconds since the measured stretch began; negative before.</summary>
    public double Seconds { get; set; }

    public override DateTimeOffset GetUtcNow() => MomentOf(Seconds);

    public static DateTimeOffset MomentOf(double seconds) => Start.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));

    public static double SecondsOf(DateTimeOffset moment) => (moment - Start).TotalSeconds;
}
