namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>
/// Wakes everybody who waits on a queue. Take <see cref="Next"/> first and look at the queue second, then no
/// arrival is missed.
/// </summary>
internal sealed class ArrivalSignal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Ends with the next call of <see cref="Raise"/>.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Create()).SetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
