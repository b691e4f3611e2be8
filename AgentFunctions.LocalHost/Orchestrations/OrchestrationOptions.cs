namespace AgentFunctions.LocalHost.Orchestrations;

/// <summary>How this process runs orchestrations.</summary>
internal sealed record OrchestrationOptions
{
    /// <value>Most activities at a time in this process, from 1. Default 10 a processor, as on Azure.</value>
    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    /// <value>Most orchestrator steps at a time in this process, from 1. Default 10 a processor, as on Azure.</value>
    public int MaxConcurrentOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    /// <value>How long work stays with a process that died, over zero. Locks are renewed three times in it. Default 1 minute.</value>
    public TimeSpan LockDuration { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>How long running activities may take to finish when the host stops; then they are asked to hand their work back. Default 20 seconds.</value>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <value>How long instances are kept after their end. Default 30 days.</value>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);
}
