namespace AgentFunctions.Tests.Crash;

/// <summary>Times of the fleet: those of production, shortened so that a run of a minute meets all of them.</summary>
internal static class CrashTiming
{
    /// <summary>A claim of a worker that was killed holds this long.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    /// <summary>A queue message of a worker that was killed stays away this long.</summary>
    public static readonly TimeSpan LockDuration = TimeSpan.FromSeconds(8);

    /// <summary>How long a task must have been due before maintenance takes it for stranded.</summary>
    public static readonly TimeSpan StrandedAfter = TimeSpan.FromSeconds(8);

    public static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);

    public static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    /// <summary>Longest that a host waits for the model.</summary>
    public static readonly TimeSpan ModelTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long a host that stood still may take to notice that its leases are lost.</summary>
    public static readonly TimeSpan Awakening = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What two processes on this machine may tell of one moment: a call counts as started when the model's web server
    /// gets to it, which on a busy machine is a little after the worker sent it.
    /// </summary>
    public static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(250);
}
