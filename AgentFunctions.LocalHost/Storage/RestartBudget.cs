namespace AgentFunctions.LocalHost.Storage;

/// <summary>
/// How often and how soon Azurite is restarted: five times with doubling waits. Ten minutes without a loss
/// give the attempts back, so that a host that runs for weeks does not use them up.
/// </summary>
/// <param name="firstDelay">Wait before the first attempt.</param>
internal sealed class RestartBudget(TimeSpan firstDelay, TimeProvider time)
{
    public const int Attempts = 5;
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private int _used;
    private long _lastUse;

    /// <summary>The number of the next attempt (1 to 5) and the wait before it; null when none is left.</summary>
    public (int Attempt, TimeSpan Delay)? Next()
    {
        if (_used > 0 && time.GetElapsedTime(_lastUse) >= Forgotten)
        {
            _used = 0;
        }

        if (_used == Attempts)
        {
            return null;
        }

        _lastUse = time.GetTimestamp();
        return (_used + 1, firstDelay * Math.Pow(2, _used++));
    }
}
