using AgentFunctions.LocalHost.Workers;

namespace AgentFunctions.Bench.Planning.Scaling;

/// <summary>The local host's own <see cref="ScalePolicy"/>, at the pace of its scaler. An instance is a worker.</summary>
internal sealed class LocalRule(Knobs knobs, TimeProvider time) : IScaleRule
{
    private readonly ScalePolicy _policy = new(new WorkerPoolOptions(knobs.Minimum, knobs.Maximum, knobs.Depth, knobs.Idle), time);

    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(500);

    public int LooksKept => 1;

    public int Look(PoolView view) =>
        _policy.Observe(view.Instances, (int)Math.Ceiling(view.Busy - 1e-9), (long)Math.Floor(view.Waiting)) is { } change ? change.Workers : view.Instances;
}
