using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

public sealed class EventTests : IAsyncDisposable
{
    private readonly OrchestrationFixture _fixture = new(typeof(TestActivities), typeof(Orchestrators));

    [Fact]
    public async Task Events_are_kept_until_they_are_waited_for_and_come_in_order()
    {
        var gate = new TaskCompletionSource();
        _fixture.Log.OnCall = (_, _, _) => gate.Task;
        var process = await _fixture.StartAsync();
        var id = await process.ScheduleAsync("EchoThenTwoEvents");

        await process.Client.RaiseEventAsync(id, "Number", 1, OrchestrationFixture.Cancelled);
        await process.Client.RaiseEventAsync(id, "number", 2, OrchestrationFixture.Cancelled);
        gate.SetResult();
        var end = await process.CompleteAsync(id);

        Assert.Equal([1, 2], end.ReadOutputAs<int[]>()!);
    }

    [Theory]
    [InlineData(true, "came")]
    [InlineData(false, "timed out")]
    public async Task Wait_for_an_event_ends_with_the_event_or_its_time(bool raise, string outcome)
    {
        var process = await _fixture.StartAsync();
        var id = await process.ScheduleAsync("EventOrTime");
        await OrchestrationFixture.WaitForRestAsync(process);
        if (raise)
        {
            await process.Client.RaiseEventAsync(id, "Go", "came", OrchestrationFixture.Cancelled);
        }

        var end = await _fixture.RunToEndAsync(process, id);

        Assert.Equal(outcome, end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Orchestrations_send_events_to_each_other()
    {
        var process = await _fixture.StartAsync();
        var receiver = await process.ScheduleAsync("EventOrTime");

        await process.CompleteAsync(await process.ScheduleAsync("Send", receiver));
        var end = await process.CompleteAsync(receiver);

        Assert.Equal("sent", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_for_nobody_or_for_a_finished_instance_is_refused()
    {
        var process = await _fixture.StartAsync();
        var finished = await process.ScheduleAsync("Send", "nobody");
        await process.CompleteAsync(finished);

        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => process.Client.RaiseEventAsync("nobody", "Go", "x", OrchestrationFixture.Cancelled));
        var late = await Assert.ThrowsAsync<InvalidOperationException>(() => process.Client.RaiseEventAsync(finished, "Go", "x", OrchestrationFixture.Cancelled));

        Assert.Contains("'nobody'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("Completed", late.Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static class Orchestrators
    {
        [Function(nameof(EchoThenTwoEvents))]
        public static async Task<int[]> EchoThenTwoEvents([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync("Echo", "first");
            return [await context.WaitForExternalEvent<int>("Number"), await context.WaitForExternalEvent<int>("Number")];
        }

        [Function(nameof(EventOrTime))]
        public static async Task<string> EventOrTime([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromHours(1));
            }
            catch (TaskCanceledException)
            {
                return "timed out";
            }
        }

        [Function(nameof(Send))]
        public static Task<string> Send([OrchestrationTrigger] TaskOrchestrationContext context, string receiver)
        {
            context.SendEvent(receiver, "Go", "sent");
            return Task.FromResult("done");
        }
    }
}
