using AgentFunctions.LocalHost.Triggers;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>
/// Decides which queue gets the next worker: start-time fair queueing over the workers' time, so that queues with waiting
/// messages share the workers by their weights, however long their functions run. Thread-safe.
/// </summary>
/// <param name="weights">Weight of a queue by its name; 1 for one that is not named.</param>
internal sealed class QueueShares(IReadOnlyList<QueueTrigger> triggers, IReadOnlyDictionary<string, int> weights)
{
    // What a call is taken for until some have ended.
    private const double FirstGuessSeconds = 0.1;
    private const double Smoothing = 0.1;

    private readonly Lock _lock = new();
    private readonly int _unbatched = triggers.Count(t => t.Batches is null);
    private readonly Dictionary<QueueTrigger, Share> _shares = triggers.ToDictionary(t => t, t => new Share(Math.Max(1, weights.GetValueOrDefault(t.Queue, 1))));
    private double _now;

    /// <summary>The queue that is behind its share most, of those given.</summary>
    public QueueTrigger First(IEnumerable<QueueTrigger> of)
    {
        lock (_lock)
        {
            return of.MinBy(t => (Math.Max(_shares[t].Finish, _now), -_shares[t].Weight))!;
        }
    }

    /// <summary>How many of the free workers a queue may take at once.</summary>
    /// <param name="free">Workers with nothing in hand.</param>
    /// <param name="size">Workers there are.</param>
    /// <param name="rivals">Queues that may have messages, this one included.</param>
    public int Most(QueueTrigger trigger, int free, int size, IReadOnlyCollection<QueueTrigger> rivals)
    {
        lock (_lock)
        {
            int fair = (int)Math.Ceiling((double)free * _shares[trigger].Weight / rivals.Sum(t => _shares[t].Weight));
            return Math.Max(0, Math.Min(Math.Min(fair, free - Kept(trigger, size)), trigger.MaxConcurrentCalls - _shares[trigger].Running));
        }
    }

    public void Start(QueueTrigger trigger)
    {
        lock (_lock)
        {
            Share share = _shares[trigger];
            _now = Math.Max(_now, share.Finish);
            share.Finish = _now + (share.Seconds / share.Weight);
            share.Running++;
        }
    }

    /// <summary>A call has ended; its queue is charged for what it took more or less than expected.</summary>
    public void End(QueueTrigger trigger, TimeSpan took)
    {
        lock (_lock)
        {
            Share share = _shares[trigger];
            share.Finish += (took.TotalSeconds - share.Seconds) / share.Weight;
            share.Seconds += Smoothing * (took.TotalSeconds - share.Seconds);
            share.Running--;
        }
    }

    // A long call of a light queue must not keep a heavier one waiting that has nobody: one worker stays free for each.
    // A batched queue may take such a worker, as it never has more than one, and none is kept for it.
    private int Kept(QueueTrigger trigger, int size) => trigger.Batches is null && size > _unbatched
        ? triggers.Count(t => t.Batches is null && _shares[t].Weight > _shares[trigger].Weight && _shares[t].Running == 0)
        : 0;

    private sealed class Share(int weight)
    {
        public int Weight { get; } = weight;

        public int Running { get; set; }

        /// <summary>Time that a call is expected to take.</summary>
        public double Seconds { get; set; } = FirstGuessSeconds;

        /// <summary>Virtual time up to which the queue has had its share.</summary>
        public double Finish { get; set; }
    }
}
