using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>Holds the tasks. Every change is conditional: two writers never both win.</summary>
public interface ITaskStore : IStoragePart
{
    /// <summary>Adds new tasks; returns when all are durable. A task that is there already is left as it is.</summary>
    /// <returns>The tasks as they are stored, in order, with their ETags.</returns>
    Task<IReadOnlyList<AgentTask>> AddAsync(IReadOnlyList<AgentTask> tasks, CancellationToken cancellationToken);

    /// <summary>The task with its current <see cref="AgentTask.ETag"/>, or null when there is none.</summary>
    Task<AgentTask?> FindAsync(TaskId id, CancellationToken cancellationToken);

    /// <summary>Stores what has become of the task if it still has the ETag of <paramref name="task"/>; what was asked stays as it is.</summary>
    /// <remarks>A write under way is not cancelled, since its outcome would be unknown.</remarks>
    Task<UpdateOutcome> UpdateAsync(AgentTask task, CancellationToken cancellationToken);

    /// <summary>As <see cref="UpdateAsync"/>, but also stores what was asked: for a redrive that patches it.</summary>
    Task<UpdateOutcome> RewriteAsync(AgentTask task, CancellationToken cancellationToken);

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
