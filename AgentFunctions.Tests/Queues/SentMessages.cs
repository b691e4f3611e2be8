using System.Collections.Concurrent;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;

namespace AgentFunctions.Tests.Queues;

/// <summary>A queue that keeps what is sent.</summary>
internal sealed class SentMessages : ITaskQueue
{
    public ConcurrentQueue<TaskMessage> Sent { get; } = new();

    /// <summary>When the first message in every lane became available.</summary>
    public DateTimeOffset? First { get; set; }

    /// <summary>True while nobody answers.</summary>
    public bool IsAway { get; set; }

    public Task SendAsync(IReadOnlyList<TaskMessage> messages, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        foreach (TaskMessage message in messages)
        {
            Sent.Enqueue(message);
        }

        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> FindFirstAsync(Lane lane, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        return Task.FromResult(First);
    }

    public Task<IReadOnlyList<LaneDepth>> ReadDepthsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LaneDepth>>([.. Enum.GetValues<Lane>().Select(lane => new LaneDepth(lane, Sent.Count(m => m.Lane == lane), 0, 0))]);

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new QueueUnavailableException("Nobody answers.", new IOException());
        }
    }
}
