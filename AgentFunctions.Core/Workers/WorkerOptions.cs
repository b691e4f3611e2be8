namespace AgentFunctions.Workers;

/// <summary>Settings of the workers, section <c>AgentFunctions:Workers</c>.</summary>
public sealed class WorkerOptions
{
    /// <summary>How long a claim holds without being renewed; the same as the queues' lock.</summary>
    /// <value>Default 1 minute.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    public RetryPolicy Retry { get; set; } = new();
}
