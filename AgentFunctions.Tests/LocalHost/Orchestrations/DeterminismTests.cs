using AgentFunctions.Tests.Servers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static AgentFunctions.Tests.LocalHost.Orchestrations.OrchestrationFixture;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

/// <summary>An orchestrator that asks for something else than its history has, or waits for what no history holds.</summary>
public sealed class DeterminismTests : IAsyncDisposable
{
    private readonly OrchestrationFixture _fixture = new(typeof(TestActivities), typeof(Orchestrators));

    public static TheoryData<string, string, string> Changes => new()
    {
        { "activity:Echo", "activity:Fail", "sequence number 0 named 'Echo', but the current orchestration replay instead scheduled an activity task named 'Fail'" },
        { "activity:Echo", "timer", "scheduled an activity task with sequence number 0 named 'Echo', but the current orchestration replay instead produced a CreateTimerOrchestratorAction" },
        { "timer", "activity:Echo", "scheduled a timer task with sequence number 0" },
        { "activity:Echo", "nothing", "scheduled an activity task with sequence ID 0 and name 'Echo' (version ''), but the current replay execution hasn't (yet?) scheduled this task" },
        { "sub", "activity:Echo", "scheduled a sub-orchestration task with sequence ID 0" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Orchestrator_that_asks_for_something_else_than_before_fails_with_what_was_and_what_is(string before, string after, string message)
    {
        var process = await _fixture.StartAsync();
        Orchestrators.Step = before;
        var id = await process.ScheduleAsync("Changing");
        await Eventually.IsTrueAsync(
            () => process.Client.GetInstanceAsync(id, Cancelled).Result is { RuntimeStatus: OrchestrationRuntimeStatus.Running }, "it has begun", Cancelled);
        await WaitForRestAsync(process);

        Orchestrators.Step = after;
        await process.Client.RaiseEventAsync(id, "Again", cancellation: Cancelled);
        var end = await process.CompleteAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", end.FailureDetails!.ErrorType);
        Assert.Contains(message, end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AwaitsFirst")]
    [InlineData("AwaitsLater")]
    [InlineData("LeavesItsThread")]
    public async Task Orchestrator_that_awaits_anything_but_a_durable_task_fails_and_does_not_hang(string name)
    {
        var process = await _fixture.StartAsync();

        var end = await process.CompleteAsync(await process.ScheduleAsync(name));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("awaiting non-durable tasks", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guids_times_and_the_parent_are_the_same_at_each_replay()
    {
        var process = await _fixture.StartAsync();

        var end = await _fixture.RunToEndAsync(process, await process.ScheduleAsync("Repeats"));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(1, end.ReadOutputAs<int>());
        Assert.True(Orchestrators.Replays > 3);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static class Orchestrators
    {
        private static readonly HashSet<string> Seen = [];

        public static string Step { get; set; } = "nothing";

        public static int Replays { get; private set; }

        [Function(nameof(Changing))]
        public static async Task<string> Changing([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var step = Step switch
            {
                "timer" => context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None),
                "nothing" => Task.CompletedTask,
                "sub" => context.CallSubOrchestratorAsync("Changing2"),
                var text => context.CallActivityAsync(text["activity:".Length..], "x"),
            };
            await context.WaitForExternalEvent<object?>("Again");
            await step;
            return "not reached";
        }

        [Function(nameof(Changing2))]
        public static Task<string> Changing2([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult("x");

        [Function(nameof(AwaitsFirst))]
        public static async Task AwaitsFirst([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await Task.Delay(TimeSpan.FromHours(1), CancellationToken.None);
            await context.CallActivityAsync("Echo", "never");
        }

        [Function(nameof(AwaitsLater))]
        public static async Task AwaitsLater([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync("Echo", "x");
            await Task.Delay(TimeSpan.FromHours(1), CancellationToken.None);
        }

        [Function(nameof(LeavesItsThread))]
        public static async Task LeavesItsThread([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await Task.Run(static () => Thread.Sleep(50), CancellationToken.None).ConfigureAwait(false);
            await context.CallActivityAsync("Echo", "never");
        }

        [Function(nameof(Repeats))]
        public static async Task<int> Repeats([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            Replays++;
            Seen.Add($"{context.NewGuid()} {context.NewGuid()} {context.CurrentUtcDateTime:O} {context.InstanceId} {context.Parent?.InstanceId}");
            await context.CallActivityAsync("Echo", "x");
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            await context.CallActivityAsync("Echo", "y");
            return Seen.Count;
        }
    }
}
