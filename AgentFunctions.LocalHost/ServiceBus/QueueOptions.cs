namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>How a queue treats its messages; defaults and bounds are those of Azure Service Bus.</summary>
internal sealed record QueueOptions
{
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(7);

    /// <summary>How long a receiver holds a message unless it renews the lock; over zero, at most 5 minutes.</summary>
    /// <value>1 minute.</value>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After how many deliveries without completion a message is dead-lettered; 1 to 2,000.</summary>
    /// <value>10.</value>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>How long a message id is remembered to drop duplicates; zero switches that off, at most 7 days.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan DuplicateDetectionWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LockDuration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LockDuration, LongestLock);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDeliveryCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDeliveryCount, 2_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(DuplicateDetectionWindow, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DuplicateDetectionWindow, LongestWindow);
    }
}
