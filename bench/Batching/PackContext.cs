using System.Text.Json;
using AgentFunctions.Bench.Cost;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Bench.Batching;

/// <summary>Runs one orchestration from beginning to end in virtual time, its steps through JSON as with a durable engine, and without a journal.</summary>
/// <param name="run">Runs a step, from its name and input to its result.</param>
internal sealed class PackContext(string id, TaskName name, FakeTimeProvider time, VirtualClock clock, Activity busy, Func<string, string, Task<object?>> run) : TaskOrchestrationContext
{
    public override TaskName Name => name;

    public override string InstanceId => id;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => time.GetUtcNow().UtcDateTime;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        // Its continuations run inside of SetResult, so that the orchestrator has asked for the next step before this one leaves.
        TaskCompletionSource<TResult> result = new();
        busy.Enter();
        _ = CompleteAsync(result, async () => JsonSerializer.Deserialize<TResult>(JsonSerializer.Serialize(await run(name.Name, JsonSerializer.Serialize(input))))!);
        return result.Task;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> fired = new();
        busy.Enter();
        _ = CompleteAsync(fired, async () =>
        {
            await clock.WaitUntilAsync(new DateTimeOffset(fireAt, TimeSpan.Zero));
            return true;
        });
        return fired.Task;
    }

    public override T? GetInput<T>()
        where T : default => default;

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus)
    {
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    private async Task CompleteAsync<T>(TaskCompletionSource<T> completion, Func<Task<T>> step)
    {
        await Task.Yield();
        try
        {
            completion.SetResult(await step());
        }
        catch (Exception e)
        {
            // The orchestration ends with it, and the run with the orchestration.
            completion.SetException(e);
        }
        finally
        {
            busy.Leave();
        }
    }
}
