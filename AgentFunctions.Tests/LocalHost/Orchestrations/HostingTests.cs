using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Orchestrations;
using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.Orchestrations;
using AgentFunctions.Tests.Servers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static AgentFunctions.Tests.LocalHost.Orchestrations.OrchestrationFixture;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

public sealed class HostingTests : IAsyncDisposable
{
    private readonly OrchestrationFixture _fixture = new(typeof(TestActivities), typeof(Orchestrators));

    [Fact]
    public async Task Any_function_gets_the_client_that_it_asks_for()
    {
        var process = await _fixture.StartAsync();
        var function = FunctionDescriptor.Of([typeof(Starter)])[0];
        var services = new ServiceCollection().AddSingleton(process.Client).BuildServiceProvider();

        var id = await new FunctionInvoker(function, function.IsTrigger).InvokeAsync(services, _ => new TimerInfo(), Cancelled);

        Assert.Equal("<x>", (await process.CompleteAsync((string)id!)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(typeof(ClientOfAnotherType), "Function 'Bad': parameter 'client' with [DurableClient] must be a DurableTaskClient; it is a System.String.")]
    [InlineData(typeof(OrchestratorOfAnotherType), "Function 'Bad': parameter 'context' with [OrchestrationTrigger] must be a TaskOrchestrationContext; it is a System.String.")]
    [InlineData(typeof(SameNames), "Two activities are named 'same'.")]
    public void Function_that_does_not_fit_is_refused_at_the_start(Type functions, string message)
    {
        var refused = Assert.Throws<HostStartException>(() => new OrchestrationFunctions(FunctionDescriptor.Of([functions])));

        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("""{"maxConcurrentActivityFunctions": 0}""", "extensions.durableTask.maxConcurrentActivityFunctions must be a whole number from 1; it is 0.")]
    [InlineData("""{"maxConcurrentOrchestratorFunctions": "8"}""", "extensions.durableTask.maxConcurrentOrchestratorFunctions must be a whole number from 1; it is \"8\".")]
    [InlineData("""{"hubName": "1st"}""", "extensions.durableTask.hubName must be 3 to 45 letters and digits, a letter first; it is \"1st\".")]
    [InlineData("[]", "extensions.durableTask must be an object; it is [].")]
    public void Host_json_with_a_bad_value_is_refused_by_its_name(string section, string message)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("host.json"), $$"""{"extensions": {"durableTask": {{section}} } }""");

        var refused = Assert.Throws<HostStartException>(() => HostJson.Read(folder.File("host.json")));

        Assert.EndsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Host_json_sets_the_hub_and_how_much_runs_at_a_time()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("host.json"), """{"extensions": {"durableTask": {"hubName": "Mine", "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 4}}}""");

        Assert.Equal(
            new DurableTaskSettings { HubName = "Mine", MaxConcurrentActivityFunctions = 3, MaxConcurrentOrchestratorFunctions = 4 },
            HostJson.Read(folder.File("host.json")).DurableTask);
    }

    [Fact]
    public async Task Stop_lets_running_activities_finish_and_hands_the_rest_back_when_its_time_is_up()
    {
        var called = new TaskCompletionSource();
        _fixture.Log.OnCall = async (key, calls, token) =>
        {
            if (calls == 1)
            {
                called.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            }
        };
        var first = await _fixture.StartAsync(new OrchestrationOptions { DrainTime = TimeSpan.FromSeconds(20) });
        var id = await first.ScheduleAsync("EchoOnly", "x");
        await called.Task.WaitAsync(Cancelled);

        var stop = first.StopAsync(Cancelled);
        Assert.False(stop.IsCompleted);
        _fixture.Time.Advance(TimeSpan.FromSeconds(20));
        await stop;

        // Taken up at once, and not when the lock of the first process has run out.
        var second = await _fixture.StartAsync();
        Assert.Equal("<x>", (await second.CompleteAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, _fixture.Log.Calls.Count);
    }

    [Fact]
    public async Task Open_orchestrations_are_counted_by_name_and_status_with_the_oldest()
    {
        var process = await _fixture.StartAsync();
        var begin = _fixture.Time.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            await process.ScheduleAsync("WaitForGo", null, new StartOrchestrationOptions($"w{i}"));
            _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await process.ScheduleAsync("EchoOnly", "later", new StartOrchestrationOptions(StartAt: begin.AddDays(1)));
        await process.CompleteAsync(await process.ScheduleAsync("EchoOnly", "x"));
        await WaitForRestAsync(process);
        await process.Client.SuspendInstanceAsync("w2", null, Cancelled);
        await WaitForRestAsync(process);

        Assert.Equal(
            [
                new OpenOrchestrationGroup("EchoOnly", OrchestrationRuntimeStatus.Pending, 1, begin.AddMinutes(3)),
                new OpenOrchestrationGroup("WaitForGo", OrchestrationRuntimeStatus.Running, 2, begin),
                new OpenOrchestrationGroup("WaitForGo", OrchestrationRuntimeStatus.Suspended, 1, begin.AddMinutes(2)),
            ],
            await OpenOrchestrations.ReadAsync(process.Client, Cancelled));
    }

    [Fact]
    public async Task Upkeep_forgets_what_ended_before_the_retention_and_nothing_else()
    {
        var process = await _fixture.StartAsync();
        await process.CompleteAsync(await process.ScheduleAsync("EchoOnly", "x", new StartOrchestrationOptions("old")));
        await process.ScheduleAsync("WaitForGo", null, new StartOrchestrationOptions("open"));
        await WaitForRestAsync(process);
        _fixture.Time.Advance(TimeSpan.FromHours(2));
        await process.CompleteAsync(await process.ScheduleAsync("EchoOnly", "x", new StartOrchestrationOptions("young")));

        using var upkeep = new JournalUpkeep(
            process.Journal, new OrchestrationOptions { Retention = TimeSpan.FromHours(1) }, NullLogger<JournalUpkeep>.Instance, _fixture.Time);
        var removed = await upkeep.RunOnceAsync(Cancelled);

        Assert.Equal(1, removed);
        var left = await process.Client.GetAllInstancesAsync().ToListAsync(Cancelled);
        Assert.Equal(["open", "young"], left.Select(static instance => instance.InstanceId));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    public static class Orchestrators
    {
        [Function(nameof(EchoOnly))]
        public static Task<string> EchoOnly([OrchestrationTrigger] TaskOrchestrationContext context, string text) => context.CallActivityAsync<string>("Echo", text);

        [Function(nameof(WaitForGo))]
        public static Task<string> WaitForGo([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("Go");
    }

    public static class Starter
    {
        [Function("Start")]
        public static Task<string> StartAsync([TimerTrigger("0 0 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
            client.ScheduleNewOrchestrationInstanceAsync("EchoOnly", "x", cancellationToken);
    }

    private static class ClientOfAnotherType
    {
        [Function("Bad")]
        public static Task<string> RunAsync([ActivityTrigger] string text, [DurableClient] string client) => Task.FromResult(text + client);
    }

    private static class OrchestratorOfAnotherType
    {
        [Function("Bad")]
        public static Task<string> RunAsync([OrchestrationTrigger] string context) => Task.FromResult(context);
    }

    private static class SameNames
    {
        [Function("One")]
        public static Task<string> OneAsync([ActivityTrigger(Activity = "Same")] string text) => Task.FromResult(text);

        [Function("Two")]
        public static Task<string> TwoAsync([ActivityTrigger(Activity = "same")] string text) => Task.FromResult(text);
    }
}
