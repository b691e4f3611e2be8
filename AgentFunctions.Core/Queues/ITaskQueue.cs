using AgentFunctions.Tasks;

namespace AgentFunctions.Queues;

/// <summary>Puts tasks in line, lane by lane.</summary>
public interface ITaskQueue
{
    /// <summary>Sends messages; returns when the queue has them.</summary>
    /// <exception cref="QueueUnavailableException">It may have some of them all the same.</exception>
    Task SendAsync(IReadOnlyList<TaskMessage> messages, CancellationToken cancellationToken);

    /// <summary>What waits in each lane now.</summary>
    /// <exception cref="QueueUnavailableException">The queue service does not answer.</exception>
    Task<IReadOnlyList<LaneDepth>> ReadDepthsAsync(CancellationToken cancellationToken);

    /// <summary>When the first message in a lane became available, one that is being worked on included; null when there is none.</summary>
    /// <exception cref="QueueUnavailableException">The queue service does not answer.</exception>
    Task<DateTimeOffset?> FindFirstAsync(Lane lane, CancellationToken cancellationToken);
}

/// <summary>What waits in a lane.</summary>
/// <param name="Active">Messages due now, those being worked on included.</param>
/// <param name="Scheduled">Messages that become visible later.</param>
/// <param name="DeadLettered">Messages that nobody could read.</param>
public sealed record LaneDepth(Lane Lane, long Active, long Scheduled, long DeadLettered);
