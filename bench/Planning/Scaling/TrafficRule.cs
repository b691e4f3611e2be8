namespace AgentFunctions.Bench.Planning.Scaling;

/// <summary>What not to do: scaling by traffic, with a time per task that was right once.</summary>
/// <param name="assumedSeconds">Seconds that a task is believed to take.</param>
internal sealed class TrafficRule(Knobs knobs, TimeSpan interval, double assumedSeconds) : IScaleRule
{
    private readonly Recent _recent = new((int)(TimeSpan.FromSeconds(300) / interval) + 1);

    public TimeSpan Interval => interval;

    public int LooksKept { get; } = (int)(TimeSpan.FromSeconds(300) / interval) + 1;

    public int Look(PoolView view) =>
        Math.Clamp(_recent.Largest(TargetRule.Desired(view.ArrivalsASecond * assumedSeconds, knobs.Depth)), Math.Max(1, knobs.Minimum), knobs.Maximum);
}
