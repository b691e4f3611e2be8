using AgentFunctions.Tasks;

namespace AgentFunctions.Workers;

/// <summary>How often and how late a task is tried again.</summary>
public sealed class RetryPolicy
{
    /// <summary>Attempts at a task before it is dead-lettered.</summary>
    /// <value>Default 5, 1 to 50.</value>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Wait after the first attempt; doubles with each further one.</summary>
    /// <value>Default 2 seconds.</value>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait, unless the provider asks for more.</summary>
    /// <value>Default 5 minutes.</value>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>True when no further attempt is due.</summary>
    public bool IsExhausted(AgentTask task) => task.Tries >= MaxAttempts;

    /// <summary>The wait after attempt <paramref name="attempt"/>.</summary>
    /// <param name="retryAfter">What the provider asked for; never undercut.</param>
    /// <param name="random">0 to 1: half of the wait is jitter, so that tasks that failed together do not come back together.</param>
    public TimeSpan Delay(int attempt, TimeSpan? retryAfter, double random)
    {
        TimeSpan backOff = FirstDelay * Math.Pow(2, Math.Min(attempt - 1, 30));
        TimeSpan jittered = (backOff < MaxDelay ? backOff : MaxDelay) * (0.5 + (random / 2));
        return retryAfter is { } asked && asked > jittered ? asked + (jittered / 4) : jittered;
    }
}
