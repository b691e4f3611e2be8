using System.Collections.Concurrent;
using AgentFunctions.LocalHost.Persistence;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using static AgentFunctions.Tests.LocalHost.Orchestrations.OrchestrationFixture;

namespace AgentFunctions.Tests.LocalHost.Orchestrations;

public sealed class SharedFileTests : IAsyncDisposable
{
    private const int Instances = 30;
    private const int Steps = 5;

    private readonly OrchestrationFixture _fixture = new(typeof(TestActivities), typeof(Orchestrators));

    [Fact]
    public async Task Two_engines_over_one_file_take_each_step_and_run_each_activity_once()
    {
        Orchestrators.OnStep = static _ => { };
        Orchestrators.Taken.Clear();
        EngineProcess[] processes = [await _fixture.StartAsync(), await _fixture.StartAsync()];

        var ids = await Task.WhenAll(Enumerable.Range(0, Instances).Select(i => processes[i % 2].ScheduleAsync("Chain", $"i{i}")));
        var ends = await Task.WhenAll(ids.Select((id, i) => processes[(i + 1) % 2].CompleteAsync(id)));

        Assert.Equal(
            Enumerable.Range(0, Instances).Select(static i => string.Concat(Enumerable.Range(0, Steps).Select(step => $"<i{i}.{step}>"))),
            ends.Select(static end => end.ReadOutputAs<string>()));
        Assert.Equal(Instances * Steps, _fixture.Log.Calls.Count);
        Assert.Equal(Instances * (Steps + 1), Orchestrators.Taken.Count);
        Assert.Equal(Orchestrators.Taken.Count, Orchestrators.Taken.Distinct().Count());
    }

    [Fact]
    public async Task Activity_whose_process_died_is_run_by_another_when_the_lock_has_run_out()
    {
        var called = new TaskCompletionSource();
        _fixture.Log.OnCall = (_, calls, _) => calls == 1 && called.TrySetResult() ? Task.Delay(Timeout.Infinite, Cancelled) : Task.CompletedTask;
        var first = await _fixture.StartAsync();
        var id = await first.ScheduleAsync("Chain", "x");
        await called.Task.WaitAsync(Cancelled);
        await first.CrashAsync();
        var second = await _fixture.StartAsync();

        _fixture.Time.Advance(LockDuration - TimeSpan.FromMilliseconds(1));
        await Task.Yield();
        Assert.Single(_fixture.Log.Calls);
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        await second.CompleteAsync(id);

        Assert.Equal(["x.0", "x.0", "x.1", "x.2", "x.3", "x.4"], _fixture.Log.Keys);
    }

    [Fact]
    public async Task Result_of_an_activity_whose_lock_was_lost_is_not_recorded()
    {
        var (called, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _fixture.Log.OnCall = (_, calls, _) => calls == 1 && called.TrySetResult() ? gate.Task : Task.CompletedTask;
        var first = await _fixture.StartAsync();
        var id = await first.ScheduleAsync("Chain", "x");
        await called.Task.WaitAsync(Cancelled);

        await ExpireAsync(first, "orch_activities");
        var second = await _fixture.StartAsync();
        await second.CompleteAsync(id);
        gate.SetResult();
        await first.StopAsync(Cancelled);

        Assert.Equal(Steps, await CountAsync(second, "TaskCompleted"));
        Assert.Equal(0, await second.Journal.ReadAsync(static session => session.Scalar("SELECT count(*) FROM orch_inbox"), Cancelled));
    }

    [Fact]
    public async Task Step_whose_lock_was_lost_is_not_stored_and_starts_nothing()
    {
        using var taken = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        Orchestrators.OnStep = step =>
        {
            if (step == "x.2" && !taken.IsSet)
            {
                taken.Set();
                gate.Wait(Cancelled);
            }
        };
        var first = await _fixture.StartAsync();
        var id = await first.ScheduleAsync("Chain", "x");
        taken.Wait(Cancelled);

        await ExpireAsync(first, "orch_instances");
        var second = await _fixture.StartAsync();
        await second.CompleteAsync(id);
        gate.Set();
        await first.StopAsync(Cancelled);

        Assert.Equal(Steps, _fixture.Log.Calls.Count);
        Assert.Equal(Steps, await CountAsync(second, "TaskScheduled"));
    }

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    // As if the process had been stopped for longer than the lock lasts.
    private static Task<int> ExpireAsync(EngineProcess process, string table) => process.Journal.WriteAsync(
        session => table == "orch_activities"
            ? session.Execute("UPDATE orch_activities SET locked_until = 0")
            : session.Execute("UPDATE orch_instances SET locked_until = 0"),
        Cancelled);

    private static Task<long> CountAsync(EngineProcess process, string type) => process.Journal.ReadAsync(
        session => session.Scalar("SELECT count(*) FROM orch_history WHERE event LIKE '%History.' || $1 || 'Event,%'", type), Cancelled);

    public static class Orchestrators
    {
        public static ConcurrentBag<string> Taken { get; } = [];

        public static Action<string> OnStep { get; set; } = static _ => { };

        [Function(nameof(Chain))]
        public static async Task<string> Chain([OrchestrationTrigger] TaskOrchestrationContext context, string name)
        {
            var result = string.Empty;
            for (var step = 0; step < Steps; step++)
            {
                Take(context, $"{name}.{step}");
                result += await context.CallActivityAsync<string>("Echo", $"{name}.{step}");
            }

            Take(context, $"{name}.end");
            return result;
        }

        private static void Take(TaskOrchestrationContext context, string step)
        {
            if (!context.IsReplaying)
            {
                Taken.Add(step);
                OnStep(step);
            }
        }
    }
}
