namespace AgentFunctions.Bench.Planning;

/// <summary>Waiting for one of several servers (Erlang, 1917), with the correction for other than exponential times (Allen and Cunneen, 1978).</summary>
internal static class ErlangC
{
    /// <summary>Probability that an arrival waits, in M/M/c.</summary>
    /// <param name="load">Offered load in Erlangs: arrivals a second times mean seconds. 0 or more.</param>
    /// <param name="servers">1 or more.</param>
    /// <returns>1 when the load is the servers' or more.</returns>
    public static double Waits(double load, int servers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(load);
        ArgumentOutOfRangeException.ThrowIfLessThan(servers, 1);
        if (load >= servers)
        {
            return 1;
        }

        // Erlang B by its recursion, which neither factorials nor large loads break.
        double blocked = 1;
        for (int n = 1; n <= servers; n++)
        {
            blocked = load * blocked / (n + (load * blocked));
        }

        return blocked / (1 - (load / servers * (1 - blocked)));
    }

    /// <summary>Mean wait of those that wait, in seconds.</summary>
    /// <param name="variation">(Ca² + Cs²) / 2 of the times between arrivals and of service; 1 is M/M/c.</param>
    public static double MeanOfWaiting(double load, int servers, double meanSeconds, double variation) => meanSeconds * variation / (servers - load);
}
