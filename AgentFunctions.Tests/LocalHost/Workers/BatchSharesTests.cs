using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Triggers;
using AgentFunctions.LocalHost.Workers;
using AgentFunctions.Queues;
using AgentFunctions.Tests.LocalHost.Triggers;

namespace AgentFunctions.Tests.LocalHost.Workers;

/// <summary>A batched queue beside the lanes: it neither starves nor takes what is theirs.</summary>
public sealed class BatchSharesTests
{
    private const int Workers = 4;

    private static readonly HostJson Host = new() { MaxConcurrentCalls = 100 };
    private static readonly Dictionary<string, int> Weights = new() { [LaneQueues.Interactive] = 6, [LaneQueues.Standard] = 3, [LaneQueues.Economy] = 1 };

    private readonly QueueTrigger _batched = BatchFunctions.Trigger(nameof(BatchFunctions.PackAsync), Host);
    private readonly IReadOnlyList<QueueTrigger> _lanes;
    private readonly QueueShares _shares;

    public BatchSharesTests()
    {
        _lanes = [.. LaneQueues.Names.Values.Select(queue => QueueTrigger.Of(
            FunctionDescriptor.Discover(typeof(AgentFunctions.Functions.LaneFunctions).Assembly), Host).Single(t => t.Queue == queue))];
        _shares = new QueueShares([.. _lanes, _batched], Weights);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(5)]
    public void A_flood_of_batches_takes_at_most_its_eleventh_and_leaves_the_lanes_theirs(double batchSeconds)
    {
        Dictionary<QueueTrigger, double> took = Simulate(until: 3000, laneSeconds: 5, batchSeconds, batchEvery: 0).Took;

        double all = took.Values.Sum();
        double lanes = all - took[_batched];
        Assert.InRange(took[_batched] / all, 0, 0.11);
        Assert.InRange(took[Lane(LaneQueues.Interactive)] / lanes, 0.54, 0.66);
        Assert.InRange(took[Lane(LaneQueues.Standard)] / lanes, 0.25, 0.35);
        Assert.InRange(took[Lane(LaneQueues.Economy)] / lanes, 0.06, 0.15);
    }

    [Fact]
    public void A_batch_now_and_then_waits_for_at_most_one_call_of_each_lane_however_full_they_are()
    {
        int[] overtaken = Simulate(until: 3000, laneSeconds: 30, batchSeconds: 0.05, batchEvery: 10).Overtaken;

        Assert.True(overtaken.Length > 50, $"Only {overtaken.Length} batches were begun.");
        Assert.InRange(overtaken.Max(), 0, _lanes.Count);
    }

    [Fact]
    public void A_batch_may_have_a_worker_that_is_kept_for_a_heavier_lane_and_no_second_one()
    {
        QueueTrigger economy = Lane(LaneQueues.Economy);
        int most = _shares.Most(economy, Workers, Workers, [economy]);
        for (int i = 0; i < most; i++)
        {
            _shares.Start(economy);
        }

        Assert.Equal(Workers - 2, most);
        Assert.Equal(0, _shares.Most(economy, 2, Workers, [economy]));
        Assert.Equal(1, _shares.Most(_batched, 2, Workers, [economy, _batched]));
        _shares.Start(_batched);
        Assert.Equal(0, _shares.Most(_batched, 1, Workers, [economy, _batched]));
    }

    [Fact]
    public void No_worker_is_kept_for_a_batched_queue_and_the_lanes_keep_theirs_as_without_it()
    {
        QueueTrigger economy = Lane(LaneQueues.Economy);

        Assert.Equal(Workers - 2, _shares.Most(economy, Workers, Workers, [economy]));
        Assert.Equal(Workers, _shares.Most(Lane(LaneQueues.Interactive), Workers, Workers, [Lane(LaneQueues.Interactive)]));
    }

    private QueueTrigger Lane(string queue) => _lanes.Single(t => t.Queue == queue);

    /// <summary>All lanes always have messages; a batch is ready every so many seconds, or always.</summary>
    /// <returns>Time that workers spent on each queue; how many calls of lanes were begun while each batch was ready.</returns>
    private (Dictionary<QueueTrigger, double> Took, int[] Overtaken) Simulate(double until, double laneSeconds, double batchSeconds, double batchEvery)
    {
        Dictionary<QueueTrigger, double> took = _lanes.Append(_batched).ToDictionary(t => t, _ => 0.0);
        List<int> overtaken = [];
        PriorityQueue<QueueTrigger, double> running = new();
        double now = 0;
        double ready = 0;
        int passed = 0;
        while (now < until)
        {
            while (running.Count < Workers)
            {
                QueueTrigger next = Next(isReady: ready <= now);
                bool isBatch = next == _batched;
                double seconds = isBatch ? batchSeconds : laneSeconds;
                _shares.Start(next);
                took[next] += seconds;
                running.Enqueue(next, now + seconds);
                if (isBatch)
                {
                    overtaken.Add(passed);
                    ready = now + Math.Max(batchEvery, batchSeconds);
                }

                passed = isBatch || ready > now ? 0 : passed + 1;
            }

            running.TryDequeue(out QueueTrigger? ended, out now);
            _shares.End(ended!, TimeSpan.FromSeconds(ended == _batched ? batchSeconds : laneSeconds));
        }

        return (took, [.. overtaken]);
    }

    private QueueTrigger Next(bool isReady)
    {
        List<QueueTrigger> rivals = isReady ? [.. _lanes, _batched] : [.. _lanes];
        while (true)
        {
            QueueTrigger first = _shares.First(rivals);
            if (_shares.Most(first, 1, Workers, rivals) > 0)
            {
                return first;
            }

            // The interactive lane remains: nothing is kept from it.
            rivals.Remove(first);
        }
    }
}
