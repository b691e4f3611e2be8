using AgentFunctions.Bench.Cost;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;

namespace AgentFunctions.Bench.Batching;

/// <summary>The lanes' queues and that of the small tasks, which hands its messages out in batches.</summary>
internal sealed class SmallTaskQueue(Delivery delivery) : ITaskQueue
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(DateTimeOffset Due, long Order), TaskMessage> _small = [];
    private long _order;

    public VirtualQueue Lanes { get; } = new();

    /// <summary>Sends new tasks to the small ones, whatever was decided of them.</summary>
    public bool TakesAll { get; set; }

    /// <summary>When the next batch is complete, or has waited long enough; null when there is none.</summary>
    public DateTimeOffset? NextBatch
    {
        get
        {
            lock (_lock)
            {
                return _small.Count == 0 ? null : Earlier(_small.Keys.First().Due + delivery.Wait, _small.Keys.ElementAtOrDefault(delivery.Least - 1));
            }
        }
    }

    public async Task SendAsync(IReadOnlyList<TaskMessage> messages, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (TaskMessage message in messages.Where(IsSmall))
            {
                _small[(message.DueAt, _order++)] = message with { IsSmall = true };
            }
        }

        await Lanes.SendAsync([.. messages.Where(m => !IsSmall(m))], cancellationToken);
    }

    /// <summary>A batch; empty when none is ready.</summary>
    public IReadOnlyList<TaskMessage> TakeBatch(DateTimeOffset now)
    {
        if (NextBatch is not { } ready || ready > now)
        {
            return [];
        }

        lock (_lock)
        {
            (DateTimeOffset Due, long Order)[] visible = [.. _small.Keys.TakeWhile(k => k.Due <= now).Take(delivery.Most)];
            TaskMessage[] batch = [.. visible.Select(k => _small[k])];
            foreach ((DateTimeOffset Due, long Order) key in visible)
            {
                _small.Remove(key);
            }

            return batch;
        }
    }

    public Task<DateTimeOffset?> FindFirstAsync(Lane lane, CancellationToken cancellationToken) => Lanes.FindFirstAsync(lane, cancellationToken);

    public Task<IReadOnlyList<LaneDepth>> ReadDepthsAsync(CancellationToken cancellationToken) => Lanes.ReadDepthsAsync(cancellationToken);

    private static DateTimeOffset Earlier(DateTimeOffset waited, (DateTimeOffset Due, long Order) filled) =>
        filled.Due != default && filled.Due < waited ? filled.Due : waited;

    private bool IsSmall(TaskMessage message) => message.IsSmall || (TakesAll && message.Snapshot is not null);
}
