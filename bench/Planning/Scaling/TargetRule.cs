namespace AgentFunctions.Bench.Planning.Scaling;

/// <summary>
/// Target-based scaling of the Flex Consumption plan: desired instances = length of the queue / target executions per instance, which is
/// <c>maxConcurrentCalls</c> for a Service Bus queue. The length counts messages under way too, as long as they are locked and not settled.
/// </summary>
/// <remarks>Where it says nothing of the pace, it looks every <paramref name="interval"/>, and an instance goes once two looks did not want it.</remarks>
internal sealed class TargetRule(Knobs knobs, TimeSpan interval) : IScaleRule
{
    private readonly Recent _recent = new(2);

    public TimeSpan Interval => interval;

    public int LooksKept => 2;

    public static int Desired(double length, int target) => (int)Math.Ceiling((length / target) - 1e-9);

    public int Look(PoolView view)
    {
        int desired = Math.Clamp(Desired(view.Waiting + view.Busy, knobs.Depth), knobs.Minimum, knobs.Maximum);
        return desired >= view.Instances ? _recent.Largest(desired) : Math.Min(view.Instances, _recent.Largest(desired));
    }
}
