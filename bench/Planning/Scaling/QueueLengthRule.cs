namespace AgentFunctions.Bench.Planning.Scaling;

/// <summary>
/// Container Apps with KEDA's azure-servicebus scaler: ceil(length / messageCount), at most max(4, 2 × current) at a time, the first replica alone;
/// fewer once that was wanted for 300 s; none once the queue was empty for the cooldown period.
/// </summary>
internal sealed class QueueLengthRule(Knobs knobs, TimeSpan interval, TimeProvider time) : IScaleRule
{
    // The window in which Container Apps does not take replicas away; it cannot be set.
    private static readonly TimeSpan Stabilization = TimeSpan.FromSeconds(300);

    private readonly Recent _recent = new((int)(Stabilization / interval) + 1);
    private DateTimeOffset _active = DateTimeOffset.MinValue;

    public TimeSpan Interval => interval;

    public int LooksKept { get; } = (int)(Stabilization / interval) + 1;

    public int Look(PoolView view)
    {
        double length = view.Waiting + view.Busy;
        _active = length > 0 ? time.GetUtcNow() : _active;
        int wanted = _recent.Largest(TargetRule.Desired(length, knobs.Depth));
        if (view.Instances == 0)
        {
            return length > 0 ? Math.Max(1, knobs.Minimum) : knobs.Minimum;
        }

        if (knobs.Minimum == 0 && length <= 0)
        {
            return time.GetUtcNow() - _active >= knobs.Idle ? 0 : Math.Max(1, Math.Min(view.Instances, wanted));
        }

        int step = wanted > view.Instances ? Math.Min(wanted, Math.Max(4, 2 * view.Instances)) : wanted;
        return Math.Clamp(step, Math.Max(1, knobs.Minimum), knobs.Maximum);
    }
}
