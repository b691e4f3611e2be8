namespace AgentFunctions.Bench.Planning.Scaling;

/// <summary>What not to do: scaling by processor use, as the Kubernetes autoscaler does: ceil(current × use / target).</summary>
/// <param name="secondsPerTask">Processor time that a task takes.</param>
/// <param name="target">Use that is aimed at, 0 to 1.</param>
internal sealed class ProcessorRule(Knobs knobs, TimeSpan interval, double secondsPerTask, double target) : IScaleRule
{
    private readonly Recent _recent = new((int)(TimeSpan.FromSeconds(300) / interval) + 1);

    public TimeSpan Interval => interval;

    public int LooksKept { get; } = (int)(TimeSpan.FromSeconds(300) / interval) + 1;

    public int Look(PoolView view)
    {
        // Waiting for a model takes no processor time, so that use follows what comes in and is done, not what waits.
        double use = view.ArrivalsASecond * secondsPerTask;
        int wanted = _recent.Largest((int)Math.Ceiling(use / target));
        int step = wanted > view.Instances ? Math.Min(wanted, Math.Max(4, 2 * view.Instances)) : wanted;
        return Math.Clamp(step, Math.Max(1, knobs.Minimum), knobs.Maximum);
    }
}
