using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static AgentFunctions.Tests.LocalHost.Orchestrations.OrchestrationFixture;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

/// <summary>What is told of instances, and how they are removed.</summary>
public sealed class InstanceListTests : IAsyncDisposable
{
    private readonly OrchestrationFixture _fixture = new(typeof(TestActivities), typeof(InstanceTests.Orchestrators));

    [Fact]
    public async Task Instances_are_listed_by_page_status_time_and_prefix()
    {
        var process = await _fixture.StartAsync();
        for (var i = 0; i < 25; i++)
        {
            await process.ScheduleAsync("WaitFor", "Go", new StartOrchestrationOptions($"p{i % 2}-{i:00}"));
            _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await WaitForRestAsync(process);
        await process.Client.RaiseEventAsync("p0-00", "Go", "x", Cancelled);
        await process.CompleteAsync("p0-00");
        var begin = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(25, (await process.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 4)).ToListAsync(Cancelled)).Count);
        Assert.Equal(12, await CountAsync(new OrchestrationQuery(InstanceIdPrefix: "p1-")));
        Assert.Equal(24, await CountAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running])));
        Assert.Equal(6, await CountAsync(new OrchestrationQuery(CreatedFrom: begin.AddMinutes(10), CreatedTo: begin.AddMinutes(15))));

        async Task<int> CountAsync(OrchestrationQuery query) => (await process.Client.GetAllInstancesAsync(query).ToListAsync(Cancelled)).Count;
    }

    [Fact]
    public async Task Task_hubs_in_one_file_know_nothing_of_each_other()
    {
        var one = await _fixture.StartAsync(hub: "One");
        var two = await _fixture.StartAsync(hub: "Two");

        await one.ScheduleAsync("EchoOnly", "1", new StartOrchestrationOptions("same"));
        await two.ScheduleAsync("EchoOnly", "2", new StartOrchestrationOptions("same"));

        Assert.Equal("<1>", (await one.CompleteAsync("same")).ReadOutputAs<string>());
        Assert.Equal("<2>", (await two.CompleteAsync("same")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Only_what_has_ended_is_purged_and_then_all_of_it()
    {
        var process = await _fixture.StartAsync();
        var open = await process.ScheduleAsync("WaitFor", "Go");
        var ended = await process.ScheduleAsync("EchoOnly", "x");
        await process.CompleteAsync(ended);

        Assert.Equal(0, (await process.Client.PurgeInstanceAsync(open, Cancelled)).PurgedInstanceCount);
        Assert.Equal(1, (await process.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Cancelled)).PurgedInstanceCount);
        Assert.Null(await process.Client.GetInstanceAsync(ended, Cancelled));
        Assert.NotNull(await process.Client.GetInstanceAsync(open, Cancelled));
        Assert.Equal(1, await process.Journal.ReadAsync(session => session.Scalar("SELECT count(DISTINCT instance) FROM orch_history"), Cancelled));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
