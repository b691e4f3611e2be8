using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

public sealed class TimerTests : IAsyncDisposable
{
    private readonly OrchestrationFixture _fixture = new(typeof(TestActivities), typeof(Orchestrators));

    [Theory]
    [InlineData("00:00:01")]
    [InlineData("03:00:00")]
    // Longer than the three days into which the framework cuts timers.
    [InlineData("7.12:00:00")]
    public async Task Timer_fires_when_its_time_has_come(string wait)
    {
        var time = TimeSpan.Parse(wait, System.Globalization.CultureInfo.InvariantCulture);
        var process = await _fixture.StartAsync();

        var end = await _fixture.RunToEndAsync(process, await process.ScheduleAsync("Wait", time));

        Assert.Equal(time, end.ReadOutputAs<TimeSpan>());
    }

    [Fact]
    public async Task Timer_does_not_fire_before_its_time()
    {
        var process = await _fixture.StartAsync();
        var id = await process.ScheduleAsync("Wait", TimeSpan.FromMinutes(10));
        await OrchestrationFixture.WaitForRestAsync(process);

        _fixture.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        await OrchestrationFixture.WaitForRestAsync(process);
        var before = await process.Client.GetInstanceAsync(id, OrchestrationFixture.Cancelled);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        var end = await process.CompleteAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, before!.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
    }

    [Fact]
    public async Task Timer_survives_the_process_that_set_it()
    {
        var first = await _fixture.StartAsync();
        var id = await first.ScheduleAsync("Wait", TimeSpan.FromHours(5));
        await OrchestrationFixture.WaitForRestAsync(first);
        await first.CrashAsync();
        _fixture.Time.Advance(TimeSpan.FromHours(9));

        var second = await _fixture.StartAsync();
        var end = await second.CompleteAsync(id);

        // The orchestrator's clock shows when the step came to be taken.
        Assert.Equal(TimeSpan.FromHours(9), end.ReadOutputAs<TimeSpan>());
    }

    [Fact]
    public async Task Timer_that_loses_against_an_activity_is_cancelled_and_does_not_hold_up_the_end()
    {
        var process = await _fixture.StartAsync();

        var end = await process.CompleteAsync(await process.ScheduleAsync("Deadline", TimeSpan.FromDays(1)));

        Assert.Equal("<quick>", end.ReadOutputAs<string>());
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), _fixture.Time.GetUtcNow());
    }

    [Fact]
    public async Task Start_at_holds_an_instance_back_and_what_is_sent_to_it_meanwhile()
    {
        var process = await _fixture.StartAsync();
        var start = _fixture.Time.GetUtcNow().AddHours(2);
        var id = await process.ScheduleAsync("WaitForName", null, new StartOrchestrationOptions(StartAt: start));
        await process.Client.RaiseEventAsync(id, "Name", "early", OrchestrationFixture.Cancelled);
        await OrchestrationFixture.WaitForRestAsync(process);
        var before = await process.Client.GetInstanceAsync(id, OrchestrationFixture.Cancelled);

        var end = await _fixture.RunToEndAsync(process, id);

        Assert.Equal(OrchestrationRuntimeStatus.Pending, before!.RuntimeStatus);
        Assert.Equal(("early", start), (end.ReadOutputAs<string>(), _fixture.Time.GetUtcNow()));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static class Orchestrators
    {
        [Function(nameof(Wait))]
        public static async Task<TimeSpan> Wait([OrchestrationTrigger] TaskOrchestrationContext context, TimeSpan time)
        {
            var begin = context.CurrentUtcDateTime;
            await context.CreateTimer(time, CancellationToken.None);
            return context.CurrentUtcDateTime - begin;
        }

        [Function(nameof(Deadline))]
        public static async Task<string> Deadline([OrchestrationTrigger] TaskOrchestrationContext context, TimeSpan time)
        {
            using var end = new CancellationTokenSource();
            var timer = context.CreateTimer(time, end.Token);
            var work = context.CallActivityAsync<string>("Echo", "quick");
            var first = await Task.WhenAny(work, timer);
#pragma warning disable CA1849 // CancelAsync is no durable task.
            end.Cancel();
#pragma warning restore CA1849
            return first == work ? await work : "late";
        }

        [Function(nameof(WaitForName))]
        public static Task<string> WaitForName([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("Name");
    }
}
