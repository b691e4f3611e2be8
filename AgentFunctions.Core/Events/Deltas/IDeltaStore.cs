using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Events.Deltas;

/// <summary>Holds the answers under way of tasks that asked for it, so that every instance can show them.</summary>
public interface IDeltaStore : IStoragePart
{
    /// <summary>Longest that a delta is of use: no attempt runs for so long.</summary>
    static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    /// <summary>Most deltas that one call adds.</summary>
    const int AtOnce = 100;

    /// <summary>Adds deltas of one task, all or none; those that are there already stay as they are.</summary>
    /// <param name="deltas">At most <see cref="AtOnce"/>.</param>
    Task AddAsync(TaskId task, IReadOnlyList<AnswerDelta> deltas, CancellationToken cancellationToken);

    /// <summary>The deltas of an attempt that come after one of its sequence, in order.</summary>
    /// <param name="after">0 for all.</param>
    Task<IReadOnlyList<AnswerDelta>> ReadAsync(TaskId task, int attempt, int after, CancellationToken cancellationToken);

    /// <summary>Removes deltas that were added before a moment.</summary>
    /// <returns>How many.</returns>
    Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
