using System.Collections.Concurrent;

namespace AgentFunctions.Tests.Client.Servers;

/// <summary>A time that notes each wait and ends it at once, but for the patience with one attempt, which it never ends.</summary>
internal sealed class WaitLog(TimeSpan patience) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == patience || dueTime == Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }

        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
