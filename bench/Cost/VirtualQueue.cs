using AgentFunctions.Queues;
using AgentFunctions.Tasks;

namespace AgentFunctions.Bench.Cost;

/// <summary>The lanes' messages in virtual time, in the order in which they fall due.</summary>
internal sealed class VirtualQueue : ITaskQueue
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskMessage, (DateTimeOffset Due, long Order)> _messages = new();
    private long _order;

    /// <summary>When the next message falls due; null when there is none.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (_lock)
            {
                return _messages.TryPeek(out _, out (DateTimeOffset Due, long Order) first) ? first.Due : null;
            }
        }
    }

    public Task SendAsync(IReadOnlyList<TaskMessage> messages, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (TaskMessage message in messages)
            {
                _messages.Enqueue(message, (message.DueAt, _order++));
            }
        }

        return Task.CompletedTask;
    }

    public TaskMessage? Take(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _messages.TryPeek(out _, out (DateTimeOffset Due, long Order) first) && first.Due <= now ? _messages.Dequeue() : null;
        }
    }

    public Task<DateTimeOffset?> FindFirstAsync(Lane lane, CancellationToken cancellationToken) => Task.FromResult(Next);

    public Task<IReadOnlyList<LaneDepth>> ReadDepthsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LaneDepth>>([]);
}
