using DurableTask.Core.Exceptions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static AgentFunctions.Tests.LocalHost.Orchestrations.OrchestrationFixture;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

public sealed class InstanceTests : IAsyncDisposable
{
    private readonly OrchestrationFixture _fixture = new(typeof(TestActivities), typeof(Orchestrators));

    [Fact]
    public async Task Second_instance_of_an_id_is_refused_while_the_first_is_open_and_replaces_it_after_its_end()
    {
        var process = await _fixture.StartAsync();
        StartOrchestrationOptions same = new("same");
        await process.ScheduleAsync("WaitFor", "Go", same);

        var refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => process.ScheduleAsync("WaitFor", "Go", same));
        await process.Client.RaiseEventAsync("same", "Go", "one", Cancelled);
        var first = await process.CompleteAsync("same");
        await process.ScheduleAsync("WaitFor", "Go", same);
        await process.Client.RaiseEventAsync("same", "Go", "two", Cancelled);
        var second = await process.CompleteAsync("same");

        Assert.Contains("'same'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("one", "two"), (first.ReadOutputAs<string>(), second.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Hundred_starts_of_one_id_make_one_instance()
    {
        var process = await _fixture.StartAsync();

        var starts = Enumerable.Range(0, 100).Select(async i =>
        {
            try
            {
                await process.ScheduleAsync("WaitFor", "Go", new StartOrchestrationOptions("same"));
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return false;
            }
        });

        Assert.Single(await Task.WhenAll(starts), static started => started);
    }

    [Fact]
    public async Task Result_of_an_activity_of_a_replaced_instance_does_not_reach_the_new_one()
    {
        var (called, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _fixture.Log.OnCall = (key, _, _) => key == "slow" && called.TrySetResult() ? gate.Task : Task.CompletedTask;
        var process = await _fixture.StartAsync();
        await process.ScheduleAsync("EchoOnly", "slow", new StartOrchestrationOptions("same"));
        await called.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
        await process.Client.TerminateInstanceAsync("same", Cancelled);
        await process.CompleteAsync("same");

        await process.ScheduleAsync("EchoOnly", "quick", new StartOrchestrationOptions("same"));
        gate.SetResult();

        Assert.Equal("<quick>", (await process.CompleteAsync("same")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("@entity")]
    [InlineData("a/b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public async Task Instance_id_that_Azure_does_not_take_is_refused(string id)
    {
        var process = await _fixture.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => process.ScheduleAsync("WaitFor", "Go", new StartOrchestrationOptions(id)));

        Assert.Empty(await process.Client.GetAllInstancesAsync().ToListAsync(Cancelled));
    }

    [Fact]
    public async Task Unknown_orchestrator_is_refused_at_the_start_and_as_a_part_of_another()
    {
        var process = await _fixture.StartAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => process.ScheduleAsync("Missing"));
        var end = await process.CompleteAsync(await process.ScheduleAsync("Parent", new Part("Missing", "x", null)));

        Assert.Contains("'Missing' doesn't exist or is not an orchestrator function", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'Missing' doesn't exist", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Termination_ends_a_running_instance_with_the_given_output()
    {
        var process = await _fixture.StartAsync();
        var id = await process.ScheduleAsync("WaitFor", "Go");
        await WaitForRestAsync(process);

        await process.Client.TerminateInstanceAsync(id, "enough", Cancelled);
        var end = await process.CompleteAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => process.Client.TerminateInstanceAsync(id, Cancelled));
    }

    [Fact]
    public async Task Termination_of_an_instance_that_has_not_begun_keeps_it_from_beginning()
    {
        var process = await _fixture.StartAsync();
        var id = await process.ScheduleAsync("EchoOnly", "never", new StartOrchestrationOptions(StartAt: _fixture.Time.GetUtcNow().AddHours(1)));

        await process.Client.TerminateInstanceAsync(id, Cancelled);
        _fixture.Time.Advance(TimeSpan.FromHours(2));
        await WaitForRestAsync(process);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await process.CompleteAsync(id)).RuntimeStatus);
        Assert.Empty(_fixture.Log.Calls);
    }

    [Fact]
    public async Task Suspended_instance_keeps_what_comes_until_it_is_resumed()
    {
        var process = await _fixture.StartAsync();
        var id = await process.ScheduleAsync("WaitFor", "Go");
        await WaitForRestAsync(process);
        await process.Client.SuspendInstanceAsync(id, "wait", Cancelled);
        await WaitForRestAsync(process);

        await process.Client.RaiseEventAsync(id, "Go", "kept", Cancelled);
        await WaitForRestAsync(process);
        var suspended = await process.Client.GetInstanceAsync(id, Cancelled);
        await process.Client.ResumeInstanceAsync(id, "go on", Cancelled);
        var end = await process.CompleteAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, suspended!.RuntimeStatus);
        Assert.Equal("kept", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Continue_as_new_forgets_the_history_and_keeps_events_and_custom_status()
    {
        var process = await _fixture.StartAsync();
        var id = await process.ScheduleAsync("CountUp", 0);
        for (var i = 0; i < 20; i++)
        {
            await process.Client.RaiseEventAsync(id, "Next", i, Cancelled);
        }

        var end = await process.CompleteAsync(id);
        var events = await process.Journal.ReadAsync(session => session.Scalar("SELECT count(*) FROM orch_history"), Cancelled);

        Assert.Equal("20: 19", end.ReadOutputAs<string>());
        Assert.InRange(events, 1, 12);
    }

    [Fact]
    public async Task Sub_orchestration_gives_its_result_or_its_failure_to_its_parent()
    {
        var process = await _fixture.StartAsync();

        var good = await process.CompleteAsync(await process.ScheduleAsync("Parent", new Part("EchoOnly", "x", "child")));
        var bad = await process.CompleteAsync(await process.ScheduleAsync("Parent", new Part("Throw", "reason", null)));
        var child = await process.Client.GetInstanceAsync("child", getInputsAndOutputs: true, Cancelled);

        Assert.Equal("<x>", good.ReadOutputAs<string>());
        Assert.Equal(("EchoOnly", "x"), (child!.Name, child.ReadInputAs<string>()));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, bad.RuntimeStatus);
        Assert.Contains("reason", bad.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sub_orchestration_under_the_id_of_an_open_instance_fails_the_call()
    {
        var process = await _fixture.StartAsync();
        await process.ScheduleAsync("WaitFor", "Go", new StartOrchestrationOptions("taken"));

        var end = await process.CompleteAsync(await process.ScheduleAsync("Parent", new Part("EchoOnly", "x", "taken")));

        Assert.Contains("'taken'", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static class Orchestrators
    {
        [Function(nameof(WaitFor))]
        public static Task<string> WaitFor([OrchestrationTrigger] TaskOrchestrationContext context, string name) => context.WaitForExternalEvent<string>(name);

        [Function(nameof(EchoOnly))]
        public static Task<string> EchoOnly([OrchestrationTrigger] TaskOrchestrationContext context, string text) => context.CallActivityAsync<string>("Echo", text);

        [Function(nameof(Throw))]
        public static Task<string> Throw([OrchestrationTrigger] TaskOrchestrationContext context, string reason) => throw new FormatException(reason);

        [Function(nameof(Parent))]
        public static Task<string> Parent([OrchestrationTrigger] TaskOrchestrationContext context, Part part) =>
            context.CallSubOrchestratorAsync<string>(part.Name, part.Input, new SubOrchestrationOptions(instanceId: part.Id));

        [Function(nameof(CountUp))]
        public static async Task<string> CountUp([OrchestrationTrigger] TaskOrchestrationContext context, int count)
        {
            var next = await context.WaitForExternalEvent<int>("Next");
            context.SetCustomStatus(count);
            if (count + 1 < 20)
            {
                context.ContinueAsNew(count + 1);
            }

            return $"{count + 1}: {next}";
        }
    }

    public sealed record Part(string Name, string Input, string? Id);
}
