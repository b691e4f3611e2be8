using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Caching.Coalescing;

/// <summary>Knows which of several identical open tasks leads, which is to say runs, and which follow it.</summary>
public interface ILeaderIndex : IStoragePart
{
    /// <summary>Makes a task the leader if there is none. Of several callers one wins.</summary>
    /// <returns>The leader that there is now.</returns>
    Task<TaskId> LeadAsync(WorkKey key, TaskId task, CancellationToken cancellationToken);

    /// <summary>Notes that a task follows whoever leads.</summary>
    /// <returns>False when nobody leads any more.</returns>
    Task<bool> FollowAsync(WorkKey key, TaskId follower, CancellationToken cancellationToken);

    /// <summary>True when the task is noted as a follower.</summary>
    Task<bool> IsFollowerAsync(WorkKey key, TaskId task, CancellationToken cancellationToken);

    /// <summary>The leader and all followers; null when nobody leads.</summary>
    Task<IdenticalTasks?> ReadAsync(WorkKey key, CancellationToken cancellationToken);

    /// <summary>Strikes followers off.</summary>
    Task RemoveAsync(WorkKey key, IReadOnlyList<TaskId> followers, CancellationToken cancellationToken);

    /// <summary>Makes a follower the leader, unless anything has changed since <paramref name="seen"/> was read.</summary>
    Task<bool> PromoteAsync(IdenticalTasks seen, TaskId follower, CancellationToken cancellationToken);

    /// <summary>Strikes the leader off, unless anything has changed since <paramref name="seen"/> was read.</summary>
    Task<bool> CloseAsync(IdenticalTasks seen, CancellationToken cancellationToken);
}

/// <summary>The open tasks of one work key.</summary>
/// <param name="Since">When the leader became it.</param>
/// <param name="Version">Changes with every change.</param>
public sealed record IdenticalTasks(WorkKey Key, TaskId Leader, DateTimeOffset Since, IReadOnlyList<TaskId> Followers, string Version);
