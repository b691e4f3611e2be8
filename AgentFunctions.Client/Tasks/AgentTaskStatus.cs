namespace AgentFunctions.Client;

/// <summary>Where a task stands.</summary>
public enum AgentTaskStatus
{
    /// <summary>It waits for its turn, or for a further attempt.</summary>
    Queued,

    Running,

    /// <summary>Final, with a result.</summary>
    Succeeded,

    /// <summary>Final; a further attempt would not have helped.</summary>
    Failed,

    /// <summary>Final.</summary>
    Cancelled,

    /// <summary>Final until somebody redrives it: its attempts are used up.</summary>
    DeadLettered,
}
