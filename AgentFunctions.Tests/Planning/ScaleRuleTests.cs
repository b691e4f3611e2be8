using AgentFunctions.Bench.Planning;
using AgentFunctions.Bench.Planning.Scaling;

namespace AgentFunctions.Tests.Planning;

/// <summary>The controllers' formulas on the examples of their own documentation.</summary>
public sealed class ScaleRuleTests
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    [Fact]
    public void Container_Apps_goes_up_as_in_the_example_of_its_scaling_page()
    {
        // minReplicas 0, maxReplicas 20, messageCount 5, 50 messages: 1, then min(10, max(4, 2 × 1)), min(10, 8), 10.
        QueueLengthRule rule = new(new Knobs(0, 20, 5, 5, TimeSpan.FromSeconds(300)), Look, new EventClock());

        Assert.Equal([0, 1, 4, 8, 10, 10], Follow(rule, 0, 50, 50, 50, 50, 50));
    }

    [Fact]
    public void Container_Apps_takes_none_away_for_300_s_and_the_last_after_the_cooldown()
    {
        EventClock clock = new();
        QueueLengthRule rule = new(new Knobs(0, 20, 5, 5, TimeSpan.FromSeconds(300)), Look, clock);
        int replicas = 10;
        List<int> seen = [];
        for (int look = 0; look <= 11; look++)
        {
            clock.Seconds = look * Look.TotalSeconds;
            replicas = rule.Look(new PoolView(replicas, look == 0 ? 50 : 0, 0, 0));
            seen.Add(replicas);
        }

        Assert.Equal([.. Enumerable.Repeat(10, 10), 0, 0], seen);
    }

    [Fact]
    public void Container_Apps_keeps_within_its_minimum_and_maximum()
    {
        QueueLengthRule rule = new(new Knobs(2, 6, 5, 5, TimeSpan.FromSeconds(300)), Look, new EventClock());

        Assert.Equal([2, 4, 6, 6], Follow(rule, 0, 1000, 1000, 1000));
    }

    [Fact]
    public void Flex_Consumption_wants_the_length_by_the_target_at_once_and_drops_after_two_looks()
    {
        TargetRule rule = new(new Knobs(1, 100, 16, 16, Look), Look);

        Assert.Equal([1, 63, 63, 1, 1], Follow(rule, 0, 1000, 0, 0, 0));
    }

    [Fact]
    public void Flex_Consumption_keeps_within_its_minimum_and_maximum()
    {
        TargetRule rule = new(new Knobs(3, 10, 16, 16, Look), Look);

        Assert.Equal([3, 10], Follow(rule, 5, 10_000));
    }

    [Fact]
    public void The_local_host_grows_only_when_more_than_X_wait_for_each_worker()
    {
        LocalRule rule = new(new Knobs(2, 10, 1, 4, TimeSpan.FromMinutes(5)), new EventClock());

        Assert.Equal(2, rule.Look(new PoolView(2, 2, 8, 0)));
        Assert.Equal(3, rule.Look(new PoolView(2, 2, 9, 0)));
        Assert.Equal(10, rule.Look(new PoolView(3, 3, 1000, 0)));
    }

    private static List<int> Follow(IScaleRule rule, params double[] lengths)
    {
        int instances = 0;
        return [.. lengths.Select(length => instances = rule.Look(new PoolView(instances, 0, length, 0)))];
    }
}
