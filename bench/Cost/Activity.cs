namespace AgentFunctions.Bench.Cost;

/// <summary>Counts who does something at this virtual moment; time may go on once nobody does.</summary>
internal sealed class Activity
{
    private int _busy;

    public void Enter() => Interlocked.Increment(ref _busy);

    public void Leave() => Interlocked.Decrement(ref _busy);

    public void WaitUntilQuiet() => SpinWait.SpinUntil(() => Volatile.Read(ref _busy) == 0);
}
