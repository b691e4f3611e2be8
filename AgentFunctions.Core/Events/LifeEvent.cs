using AgentFunctions.Tasks;

namespace AgentFunctions.Events;

/// <summary>Something that happened to a task.</summary>
/// <param name="Id">Null for what only says how things stand at the moment: nothing is missed by who does not hear it.</param>
public abstract record LifeEvent(LifeEventId? Id)
{
    /// <summary>It waits for its turn.</summary>
    /// <param name="Position">About how many tasks are begun up to this one; null when nobody can say.</param>
    public sealed record Queued(LifeEventId? Id, long? Position) : LifeEvent(Id);

    /// <summary>It waits for something other than its turn.</summary>
    public sealed record Waiting(WaitReason For) : LifeEvent((LifeEventId?)null);

    /// <summary>A worker has begun an attempt.</summary>
    public sealed record Running(LifeEventId? Id, TaskAttempt Attempt) : LifeEvent(Id);

    /// <summary>The next piece of the answer.</summary>
    public sealed record Delta(LifeEventId? Id, int Attempt, string Text) : LifeEvent(Id);

    /// <summary>The pieces so far are void: the answer starts anew.</summary>
    /// <param name="Model">The model that starts anew.</param>
    public sealed record Restarted(LifeEventId? Id, int Attempt, string Model) : LifeEvent(Id);

    /// <summary>It was answered in one model call with others.</summary>
    /// <param name="Items">How many they were, itself included.</param>
    public sealed record Batched(LifeEventId? Id, int Attempt, string Model, int Items) : LifeEvent(Id);

    /// <summary>A model's turn was followed by that of another one.</summary>
    /// <param name="Reason">Why the first one's did not do.</param>
    public sealed record Escalated(LifeEventId? Id, int Attempt, string From, string To, string? Reason) : LifeEvent(Id);

    /// <summary>An attempt ended without an answer.</summary>
    /// <param name="RetryAt">When the next one is due; null when there is none, or it has begun.</param>
    public sealed record AttemptFailed(LifeEventId? Id, TaskAttempt Attempt, DateTimeOffset? RetryAt) : LifeEvent(Id);

    /// <summary>A person sent it round again after it had been set aside.</summary>
    public sealed record Redriven(LifeEventId? Id, TaskRedrive Redrive) : LifeEvent(Id);

    /// <summary>It is over, as its status says.</summary>
    public sealed record Ended(LifeEventId? Id, AgentTask Task) : LifeEvent(Id);
}
