using AgentFunctions.LocalHost.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

public sealed class ActivityTests : IAsyncDisposable
{
    private readonly OrchestrationFixture _fixture = new(typeof(TestActivities), typeof(Orchestrators));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Results_come_back_in_the_order_of_the_calls_and_each_activity_runs_once(bool inMemory)
    {
        var process = await _fixture.StartAsync(inMemory: inMemory);

        var id = await process.ScheduleAsync("InTurn", new[] { "a", "b", "c" });
        var end = await process.CompleteAsync(id);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, "<a><b><c>"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
        Assert.Equal(["a", "b", "c"], _fixture.Log.Keys);
    }

    [Fact]
    public async Task WhenAll_waits_for_all_and_keeps_their_order()
    {
        var process = await _fixture.StartAsync();
        string[] texts = [.. Enumerable.Range(0, 40).Select(static i => $"t{i}")];

        var end = await process.CompleteAsync(await process.ScheduleAsync("AtOnce", texts));

        Assert.Equal(texts.Select(static text => $"<{text}>"), end.ReadOutputAs<string[]>());
        Assert.Equal(texts.Order(), _fixture.Log.Keys.Order());
    }

    [Fact]
    public async Task No_more_activities_run_at_a_time_than_are_allowed()
    {
        var (running, most) = (0, 0);
        var full = new TaskCompletionSource();
        _fixture.Log.OnCall = async (_, _, _) =>
        {
            lock (full)
            {
                most = Math.Max(most, ++running);
                _ = running == 3 && full.TrySetResult();
            }

            await full.Task;
            lock (full)
            {
                running--;
            }
        };
        var process = await _fixture.StartAsync(new OrchestrationOptions { MaxConcurrentActivities = 3 });

        await process.CompleteAsync(await process.ScheduleAsync("AtOnce", Enumerable.Range(0, 12).Select(static i => $"{i}").ToArray()));

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task WhenAny_goes_on_with_the_first_and_the_end_does_not_wait_for_the_slow_one()
    {
        var slow = new TaskCompletionSource();
        _fixture.Log.OnCall = (key, _, _) => key == "slow" ? slow.Task : Task.CompletedTask;
        var process = await _fixture.StartAsync();

        var id = await process.ScheduleAsync("First", new[] { "slow", "quick" });
        await process.Journal.WaitForAsync(
            async token => (await process.Client.GetInstanceAsync(id, getInputsAndOutputs: true, token))?.SerializedCustomStatus is not null ? "set" : null,
            static (_, _) => null,
            OrchestrationFixture.Cancelled);
        var before = await process.Client.GetInstanceAsync(id, getInputsAndOutputs: true, OrchestrationFixture.Cancelled);
        slow.SetResult();
        var end = await process.CompleteAsync(id);

        Assert.Equal("<quick>", before!.ReadCustomStatusAs<string>());
        Assert.Equal("<quick>", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Failure_reaches_the_orchestrator_with_its_type_message_and_cause()
    {
        var process = await _fixture.StartAsync();

        var end = await process.CompleteAsync(await process.ScheduleAsync("CatchFailure", new Failing("x", 9)));

        Assert.Equal("System.TimeoutException|x failed|System.FormatException|True", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Failure_that_nobody_catches_fails_the_instance()
    {
        var process = await _fixture.StartAsync();

        var end = await process.CompleteAsync(await process.ScheduleAsync("Retry", new Retrying(new("x", 9), 1, 1, 1, null, null)));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("x failed", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.True(end.FailureDetails.IsCausedBy<TaskFailedException>());
    }

    [Fact]
    public async Task Unknown_activity_fails_the_call_and_names_the_known_ones()
    {
        var process = await _fixture.StartAsync();

        var end = await process.CompleteAsync(await process.ScheduleAsync("CallUnknown"));

        Assert.Equal("The function 'Missing' doesn't exist or is not an activity function. There are: 'Echo', 'Fail'.", end.ReadOutputAs<string>());
    }

    [Theory]
    // 5 s, then twice as long each time, but never over 12 s.
    [InlineData(4, 5, 2.0, 12, null, new[] { 0, 5, 15, 27, 39 })]
    [InlineData(2, 5, 1.0, null, null, new[] { 0, 5, 10 })]
    public async Task Retries_wait_by_the_policy(int failures, int first, double backoff, int? max, int? timeout, int[] at)
    {
        var process = await _fixture.StartAsync();
        var begin = _fixture.Time.GetUtcNow();

        var id = await process.ScheduleAsync("Retry", new Retrying(new("x", failures), 5, first, backoff, max, timeout));
        var end = await _fixture.RunToEndAsync(process, id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(failures + 1, end.ReadOutputAs<int>());
        Assert.Equal(at, _fixture.Log.Calls.Select(call => (int)(call.At - begin).TotalSeconds));
    }

    [Theory]
    [InlineData(3, null, 3)]
    // Tried at 0, 5, 15 and 35 s: the time is looked at after a failure and not after the wait.
    [InlineData(50, 20, 4)]
    public async Task Retries_end_with_the_attempts_or_the_time(int attempts, int? timeout, int calls)
    {
        var process = await _fixture.StartAsync();

        var id = await process.ScheduleAsync("Retry", new Retrying(new("x", 99), attempts, 5, 2, null, timeout));
        var end = await _fixture.RunToEndAsync(process, id);

        Assert.Equal((OrchestrationRuntimeStatus.Failed, calls), (end.RuntimeStatus, _fixture.Log.Calls.Count));
    }

    [Fact]
    public async Task Inputs_and_results_of_several_megabytes_pass()
    {
        var process = await _fixture.StartAsync();
        var text = new string('x', 3_000_000);

        var end = await process.CompleteAsync(await process.ScheduleAsync("InTurn", new[] { text, text }));

        Assert.Equal($"<{text}><{text}>", end.ReadOutputAs<string>());
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static class Orchestrators
    {
        [Function(nameof(InTurn))]
        public static async Task<string> InTurn([OrchestrationTrigger] TaskOrchestrationContext context, string[] texts)
        {
            var result = string.Empty;
            foreach (var text in texts)
            {
                result += await context.CallActivityAsync<string>("Echo", text);
            }

            return result;
        }

        [Function(nameof(AtOnce))]
        public static async Task<string[]> AtOnce([OrchestrationTrigger] TaskOrchestrationContext context) =>
            await Task.WhenAll(context.GetInput<string[]>()!.Select(text => context.CallActivityAsync<string>("echo", text)));

        [Function(nameof(First))]
        public static async Task<string> First([OrchestrationTrigger] TaskOrchestrationContext context, string[] texts)
        {
            var first = await await Task.WhenAny(texts.Select(text => context.CallActivityAsync<string>("Echo", text)));
            context.SetCustomStatus(first);
            return first;
        }

        [Function(nameof(CatchFailure))]
        public static async Task<string> CatchFailure([OrchestrationTrigger] TaskOrchestrationContext context, Failing failing)
        {
            try
            {
                await context.CallActivityAsync("Fail", failing);
                return "none";
            }
            catch (TaskFailedException exception)
            {
                var details = exception.FailureDetails;
                return $"{details.ErrorType}|{details.ErrorMessage}|{details.InnerFailure?.ErrorType}|{details.IsCausedBy<TimeoutException>()}";
            }
        }

        [Function(nameof(CallUnknown))]
        public static async Task<string> CallUnknown([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            try
            {
                return await context.CallActivityAsync<string>("Missing", new TaskOptions(new TaskRetryOptions(new RetryPolicy(3, TimeSpan.FromHours(1)))));
            }
            catch (TaskFailedException exception)
            {
                return exception.FailureDetails.ErrorMessage;
            }
        }

        [Function(nameof(Retry))]
        public static Task<int> Retry([OrchestrationTrigger] TaskOrchestrationContext context, Retrying retrying) => context.CallActivityAsync<int>(
            "Fail",
            retrying.Failing,
            TaskOptions.FromRetryPolicy(new RetryPolicy(
                retrying.Attempts,
                TimeSpan.FromSeconds(retrying.First),
                retrying.Backoff,
                Seconds(retrying.Max),
                Seconds(retrying.Timeout))));

        private static TimeSpan? Seconds(int? count) => count is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    public sealed record Retrying(Failing Failing, int Attempts, int First, double Backoff, int? Max, int? Timeout);
}
