using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>Holds the tasks. Every change is conditional: two writers never both win.</summary>
public interface ITaskStore
{
    /// <summary>Makes the store ready for use.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Adds new tasks; returns when all are durable.</summary>
    Task AddAsync(IReadOnlyList<AgentTask> tasks, CancellationToken cancellationToken);

    /// <summary>The task with its current <see cref="AgentTask.ETag"/>, or null when there is none.</summary>
    Task<AgentTask?> FindAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>Replaces the stored task if it still has the ETag of <paramref name="task"/>.</summary>
    Task<UpdateOutcome> UpdateAsync(AgentTask task, CancellationToken cancellationToken);

    /// <summary>One page of tasks, newest first; tasks created within the same few seconds come in any order.</summary>
    /// <exception cref="InvalidContinuationException">The filter's token is not one that a page carried.</exception>
    Task<TaskPage> ListAsync(TaskFilter filter, CancellationToken cancellationToken);
}

/// <summary>What became of an update.</summary>
public abstract record UpdateOutcome
{
    private UpdateOutcome()
    {
    }

    /// <summary>Stored; <paramref name="Task"/> carries the new ETag.</summary>
    public sealed record Stored(AgentTask Task) : UpdateOutcome;

    /// <summary>Somebody else changed the task first; nothing was stored.</summary>
    public sealed record Conflict : UpdateOutcome;
}
