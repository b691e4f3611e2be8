using AgentFunctions.LocalHost.Workers;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.LocalHost.Workers;

public sealed class ScalePolicyTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScalePolicy _policy;

    public ScalePolicyTests() => _policy = new ScalePolicy(new WorkerPoolOptions(2, 16, 4, TimeSpan.FromMinutes(5)), _time);

    [Fact]
    public void Workers_stay_while_the_depth_per_worker_is_not_exceeded() => Assert.Null(_policy.Observe(2, 2, 8));

    [Theory]
    [InlineData(9, 3)]
    [InlineData(40, 10)]
    [InlineData(10_000, 16)]
    public void Workers_are_added_to_match_the_depth_up_to_the_maximum(long waiting, int workers) =>
        Assert.Equal(workers, _policy.Observe(2, 2, waiting)?.Workers);

    [Fact]
    public void Idle_workers_go_after_the_idle_time_and_not_below_the_minimum()
    {
        Assert.Null(_policy.Observe(10, 1, 0));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(_policy.Observe(10, 4, 0));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(4, _policy.Observe(10, 0, 0)?.Workers);

        Assert.Null(_policy.Observe(4, 0, 0));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, _policy.Observe(4, 0, 0)?.Workers);
    }

    [Fact]
    public void Waiting_work_starts_the_idle_time_anew()
    {
        Assert.Null(_policy.Observe(10, 0, 0));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(_policy.Observe(10, 5, 1));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(_policy.Observe(10, 0, 0));
    }
}
