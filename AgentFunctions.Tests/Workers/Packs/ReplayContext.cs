using System.Text.Json;
using AgentFunctions.Functions;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Workers.Packs;

/// <summary>
/// Runs an orchestrator over a history, as a durable engine does: what a step returned before is returned again, through JSON. The process can be made to die
/// before a step or right after it, before its result is on record.
/// </summary>
internal sealed class ReplayContext(PackHistory history, FakeTimeProvider time, Func<string, string, Task<object?>> run) : TaskOrchestrationContext
{
    private int _next;

    public override TaskName Name => PackOrchestrator.Name;

    public override string InstanceId => "pack";

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => time.GetUtcNow().UtcDateTime;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        string step = $"{_next++} {name.Name}";
        if (!history.TryFind(step, out string? recorded))
        {
            history.DieBefore(step);
            recorded = JsonSerializer.Serialize(await run(name.Name, JsonSerializer.Serialize(input)));
            history.DieAfter(step);
            history.Record(step, recorded);
        }

        return JsonSerializer.Deserialize<TResult>(recorded)!;
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (fireAt > CurrentUtcDateTime)
        {
            time.SetUtcNow(new DateTimeOffset(fireAt, TimeSpan.Zero));
        }

        return Task.CompletedTask;
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
}

/// <summary>What is on record of an orchestration, and when its process is to die.</summary>
/// <param name="dieAt">Number of the moment, from 0; two a step, before and after it.</param>
internal sealed class PackHistory(int? dieAt)
{
    private readonly Dictionary<string, string> _recorded = [];
    private int _moment;

    public bool HasDied { get; private set; }

    /// <summary>The step that it died at.</summary>
    public string? DiedAt { get; private set; }

    public int Moments => _moment;

    public bool TryFind(string step, out string recorded) => _recorded.TryGetValue(step, out recorded!);

    public void Record(string step, string result) => _recorded[step] = result;

    public void DieBefore(string step) => Die($"before {step}");

    public void DieAfter(string step) => Die($"after {step}");

    private void Die(string at)
    {
        if (_moment++ == dieAt && !HasDied)
        {
            (HasDied, DiedAt) = (true, at);
            throw new ProcessDiedException();
        }
    }
}

internal sealed class ProcessDiedException : Exception;
