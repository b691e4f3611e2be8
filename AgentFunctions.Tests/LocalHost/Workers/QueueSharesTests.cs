using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Triggers;
using AgentFunctions.LocalHost.Workers;
using AgentFunctions.Queues;

namespace AgentFunctions.Tests.LocalHost.Workers;

/// <summary>Workers' time is shared by weight, whatever runs how long, and nobody starves.</summary>
public sealed class QueueSharesTests
{
    private static readonly Dictionary<string, int> Weights = new() { [LaneQueues.Interactive] = 6, [LaneQueues.Standard] = 3, [LaneQueues.Economy] = 1 };

    private readonly IReadOnlyList<QueueTrigger> _queues =
    [
        .. QueueTrigger.Of(FunctionDescriptor.Discover(typeof(AgentFunctions.Functions.LaneFunctions).Assembly), new HostJson { MaxConcurrentCalls = 100 })
            .Where(q => Weights.ContainsKey(q.Queue)),
    ];

    private readonly QueueShares _shares;

    public QueueSharesTests() => _shares = new QueueShares(_queues, Weights);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 30)]
    [InlineData(30, 5, 1)]
    public void Queues_with_waiting_messages_get_workers_time_by_weight(double interactive, double standard, double economy)
    {
        Dictionary<string, double> seconds = new() { [LaneQueues.Interactive] = interactive, [LaneQueues.Standard] = standard, [LaneQueues.Economy] = economy };

        Dictionary<string, double> took = Simulate(workers: 4, until: 3000, seconds);

        double all = took.Values.Sum();
        Assert.InRange(took[LaneQueues.Interactive] / all, 0.54, 0.66);
        Assert.InRange(took[LaneQueues.Standard] / all, 0.25, 0.35);
        Assert.InRange(took[LaneQueues.Economy] / all, 0.06, 0.15);
    }

    [Fact]
    public void A_lane_that_is_alone_gets_all_workers_but_one_for_each_heavier_lane()
    {
        Assert.Equal(8, _shares.Most(Find(LaneQueues.Economy), 10, 10, [Find(LaneQueues.Economy)]));
        Assert.Equal(10, _shares.Most(Find(LaneQueues.Interactive), 10, 10, [Find(LaneQueues.Interactive)]));
        Assert.Equal(2, _shares.Most(Find(LaneQueues.Economy), 2, 2, [Find(LaneQueues.Economy)]));
    }

    [Fact]
    public void A_lane_that_was_idle_has_saved_up_nothing()
    {
        for (int i = 0; i < 1000; i++)
        {
            Run(Find(LaneQueues.Standard), 1);
        }

        List<string> next = [.. Enumerable.Range(0, 20).Select(_ => Run(_shares.First(_queues), 1))];

        Assert.Contains(LaneQueues.Standard, next);
        Assert.InRange(next.Count(q => q == LaneQueues.Economy), 1, 4);
    }

    private QueueTrigger Find(string queue) => _queues.Single(q => q.Queue == queue);

    private string Run(QueueTrigger queue, double seconds)
    {
        _shares.Start(queue);
        _shares.End(queue, TimeSpan.FromSeconds(seconds));
        return queue.Queue;
    }

    /// <summary>Time that workers spent on each queue while all queues had messages.</summary>
    private Dictionary<string, double> Simulate(int workers, double until, Dictionary<string, double> seconds)
    {
        Dictionary<string, double> took = Weights.Keys.ToDictionary(k => k, _ => 0.0);
        PriorityQueue<QueueTrigger, double> running = new();
        double now = 0;
        while (now < until)
        {
            while (running.Count < workers)
            {
                QueueTrigger next = _shares.First(_queues);
                _shares.Start(next);
                took[next.Queue] += seconds[next.Queue];
                running.Enqueue(next, now + seconds[next.Queue]);
            }

            running.TryDequeue(out QueueTrigger? ended, out now);
            _shares.End(ended!, TimeSpan.FromSeconds(seconds[ended!.Queue]));
        }

        return took;
    }
}
