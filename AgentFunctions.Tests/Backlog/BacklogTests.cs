using AgentFunctions.Backlog;
using AgentFunctions.Fairness;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Backlog;

/// <summary>What the backlog says, from one instance and from several.</summary>
public sealed class BacklogTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly BacklogMeter _meter = new();

    [Fact]
    public void Depth_in_flight_and_oldest_age_follow_the_tasks()
    {
        AgentTask first = Submit();
        _time.Advance(TimeSpan.FromSeconds(10));
        AgentTask second = Submit();
        BacklogCounts waiting = Report().Of(Lane.Standard);
        AgentTask running = Start(first);
        BacklogCounts begun = Report().Of(Lane.Standard);
        Move(running, TaskLifecycle.Succeed(running, new Payload.Inline("{}"), ModelUse.None, _time.GetUtcNow()));
        Move(second, TaskLifecycle.Cancel(second, _time.GetUtcNow()));

        Assert.Equal((2, 0, TimeSpan.FromSeconds(10)), (waiting.Depth, waiting.InFlight, waiting.OldestAge));
        Assert.Equal((1, 1, 1), (begun.Depth, begun.InFlight, begun.Started));
        BacklogCounts none = Report().Of(Lane.Standard);
        Assert.Equal((0, 0, (TimeSpan?)null, TimeSpan.Zero), (none.Depth, none.InFlight, none.OldestAge, none.EstimatedWait));
    }

    [Fact]
    public void A_retry_waits_again_and_agents_are_told_apart()
    {
        AgentTask running = Start(Submit());
        Move(running, TaskLifecycle.Release(running, TaskError.LeaseLost, ModelUse.None, _time.GetUtcNow(), _time.GetUtcNow()));
        Submit(agent: "other");

        BacklogReport report = Report();

        Assert.Equal([("classify-ticket", 1L, 0L), ("other", 1L, 0L)], report.Agents.Select(a => (a.Agent, a.Counts.Depth, a.Counts.InFlight)));
        Assert.Equal(2, report.Of(Lane.Standard).Depth);
    }

    [Fact]
    public void The_rate_is_that_of_starts_while_tasks_wait_and_gives_the_wait()
    {
        AgentTask[] tasks = [.. Enumerable.Range(0, 700).Select(_ => Submit())];
        for (int second = 0; second < 60; second++)
        {
            foreach (AgentTask task in tasks.Skip(second * 10).Take(10))
            {
                Start(task);
            }

            _meter.Tick(TimeSpan.FromSeconds(1), (_, _) => 1);
        }

        BacklogCounts counts = Report().Of(Lane.Standard);

        Assert.Equal(10, counts.ServiceRate, 0.1);
        Assert.Equal(10, counts.EstimatedWait!.Value.TotalSeconds, 0.2);
        Assert.Equal(5, counts.WaitAt(50)!.Value.TotalSeconds, 0.1);
    }

    [Fact]
    public void Position_and_retry_after_go_down_as_tasks_before_are_begun()
    {
        BacklogExchange exchange = Exchange(new InMemoryBacklogStore());
        BacklogEstimates estimates = new(exchange, _time);
        AgentTask[] tasks = [.. Enumerable.Range(0, 100).Select(_ => Submit(ticket: estimates.Tickets().Next(Lane.Standard)))];
        foreach (AgentTask task in tasks.Take(40))
        {
            Start(task);
        }

        _meter.Tick(TimeSpan.FromSeconds(10), (_, _) => 1);

        Assert.Equal((10L, 60L), (estimates.Of(tasks[49]).Position, estimates.Of(tasks[99]).Position));
        Assert.Equal(TimeSpan.FromSeconds(15), estimates.Of(tasks[99]).RetryAfter);
        Assert.Null(estimates.Of(Start(tasks[41])).Position);
        Assert.Equal(TimeSpan.FromSeconds(30), estimates.Of(Submit(dueIn: TimeSpan.FromSeconds(30))).RetryAfter);
    }

    [Fact]
    public async Task Instances_see_each_other()
    {
        TableBacklogStore store = new(new TableServiceClient(await azurite.ConnectionStringAsync()));
        await store.PrepareAsync(TestContext.Current.CancellationToken);
        string agent = Guid.NewGuid().ToString();
        AgentTask task = Submit(agent: agent);
        Submit(agent: agent);
        BacklogMeter worker = new();
        worker.Move(task, TaskLifecycle.Claim(task, "w", _time.GetUtcNow(), Lease));
        foreach (BacklogMeter meter in new[] { _meter, worker })
        {
            await store.WriteAsync(new InstanceBacklog(Guid.NewGuid().ToString("n"), _time.GetUtcNow(), meter.Read(), []), TestContext.Current.CancellationToken);
        }

        BacklogReport report = await Exchange(store, new BacklogMeter()).ReadNowAsync(TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), report.Agents.Where(a => a.Agent == agent).Select(a => (a.Counts.Depth, a.Counts.InFlight)).Single());
    }

    private AgentTask Submit(string agent = "classify-ticket", long? ticket = null, TimeSpan dueIn = default)
    {
        AgentTask task = SampleTasks.Queued(_time, agent) with { Ticket = ticket, DueAt = _time.GetUtcNow() + dueIn };
        _meter.Move(null, task);
        return task;
    }

    private AgentTask Start(AgentTask task) => Move(task, TaskLifecycle.Claim(task, "w", _time.GetUtcNow(), Lease));

    private AgentTask Move(AgentTask before, AgentTask after)
    {
        _meter.Move(before, after);
        return after;
    }

    private BacklogReport Report() => Exchange(new InMemoryBacklogStore()).Read();

    private BacklogExchange Exchange(IBacklogStore store, BacklogMeter? meter = null) =>
        new(store, meter ?? _meter, new FairClock(), NullLogger<BacklogExchange>.Instance, _time);
}
