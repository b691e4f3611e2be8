namespace AgentFunctions.Limits.Providers;

/// <summary>How many calls this instance is asked for within about a second. Not thread-safe.</summary>
internal sealed class DemandMeter
{
    private long _second;
    private long _now;
    private long _before;

    public void Add(long second)
    {
        Turn(second);
        _now++;
    }

    /// <summary>Calls of the busier one of this second and the one before; at least 1.</summary>
    public long Read(long second)
    {
        Turn(second);
        return Math.Max(1, Math.Max(_now, _before));
    }

    private void Turn(long second)
    {
        if (second != _second)
        {
            (_before, _now, _second) = (second == _second + 1 ? _now : 0, 0, second);
        }
    }
}
