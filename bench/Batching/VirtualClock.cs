using AgentFunctions.Bench.Cost;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Bench.Batching;

/// <summary>Lets those wait who do something, in virtual time.</summary>
internal sealed class VirtualClock(FakeTimeProvider time, Activity busy)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, (DateTimeOffset At, long Order)> _waiting = new();
    private long _order;

    /// <summary>When the next one goes on; null when nobody waits.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (_lock)
            {
                return _waiting.TryPeek(out _, out (DateTimeOffset At, long Order) first) ? first.At : null;
            }
        }
    }

    /// <summary>Waits, while others do something or time goes on. Only for who has entered <see cref="Activity"/>.</summary>
    public Task WaitUntilAsync(DateTimeOffset moment)
    {
        TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(waiting, (moment, _order++));
        }

        busy.Leave();
        return waiting.Task;
    }

    /// <summary>Lets those go on whose moment has come.</summary>
    public void Release()
    {
        while (TakeDue() is { } due)
        {
            busy.Enter();
            due.SetResult();
        }
    }

    private TaskCompletionSource? TakeDue()
    {
        lock (_lock)
        {
            return _waiting.TryPeek(out _, out (DateTimeOffset At, long Order) first) && first.At <= time.GetUtcNow() ? _waiting.Dequeue() : null;
        }
    }
}
