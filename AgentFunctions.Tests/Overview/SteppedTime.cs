using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Overview;

/// <summary>A clock that goes on from one awaited moment to the next, however long real work takes in between.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long _due;

    /// <summary>True while somebody waits for a moment to come.</summary>
    public bool IsAwaited => Volatile.Read(ref _due) > GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        Volatile.Write(ref _due, (GetUtcNow() + dueTime).UtcTicks);
        return timer;
    }

    /// <summary>Goes on until <paramref name="work"/> is done.</summary>
    public async Task<T> RunAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            if (IsAwaited)
            {
                Advance(new DateTimeOffset(Volatile.Read(ref _due), TimeSpan.Zero) - GetUtcNow());
            }

            await Task.Yield();
        }

        return await work;
    }
}
