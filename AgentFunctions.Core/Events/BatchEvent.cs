using AgentFunctions.Storage;

namespace AgentFunctions.Events;

/// <summary>Something that happened to a batch.</summary>
/// <param name="Mark">Latest end of a task that was told; null when none was.</param>
public abstract record BatchEvent(DateTimeOffset? Mark)
{
    /// <summary>A task has begun an attempt, or is over.</summary>
    public sealed record Changed(DateTimeOffset? Mark, ScannedTask Task) : BatchEvent(Mark);

    /// <summary>All tasks are over.</summary>
    public sealed record Finished(DateTimeOffset? Mark, IReadOnlyList<ScannedTask> Tasks) : BatchEvent(Mark);
}
