namespace AgentFunctions.Webhooks.Delivery;

/// <summary>When a callback is tried again.</summary>
public static class RetrySchedule
{
    // Growing, over about a day, as the Standard Webhooks specification recommends; denser at first, since most receivers are soon back.
    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    // A receiver cannot put its callback off for good.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(12);

    // Callbacks that failed together are spread over a fifth of the delay.
    private const double Spread = 0.2;

    /// <summary>Tries until a callback is given up.</summary>
    public static int MostTries => Delays.Length + 1;

    /// <summary>The delay before the next try; null when that was the last one.</summary>
    /// <param name="tries">Tries so far, at least 1.</param>
    /// <param name="asked">What the receiver asked for by Retry-After; kept to when it is longer, up to 12 hours.</param>
    /// <param name="jitter">Evenly spread from 0 to 1.</param>
    public static TimeSpan? After(int tries, TimeSpan? asked, double jitter)
    {
        if (tries >= MostTries)
        {
            return null;
        }

        TimeSpan usual = Delays[tries - 1];
        TimeSpan wanted = asked is { } longer ? (longer < LongestAsked ? longer : LongestAsked) : TimeSpan.Zero;
        return (wanted > usual ? wanted : usual) + (usual * Spread * jitter);
    }
}
