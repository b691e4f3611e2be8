namespace AgentFunctions.Tasks;

/// <summary>Where a task stands in its life. The moves between the states stand in <see cref="TaskLifecycle"/>.</summary>
public enum AgentTaskStatus
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
    DeadLettered,
}
