namespace AgentFunctions.Workers;

/// <summary>Settings of the workers, section <c>AgentFunctions:Workers</c>.</summary>
public sealed class WorkerOptions
{
    /// <summary>How long a claim holds without being renewed; the same as the queues' lock.</summary>
    /// <value>Default 1 minute.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a task may be due without a message before maintenance sends another: longer than one takes from the store to the queue.</summary>
    /// <value>Default 2 minutes.</value>
    public TimeSpan StrandedAfter { get; set; } = TimeSpan.FromMinutes(2);

    public RetryPolicy Retry { get; set; } = new();
}
