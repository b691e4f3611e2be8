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
internal sealed class ReplayContext(PackHistory history, FakeTimeProvider time, Func<string, string, Task<object?>> run, Action? slept = null) : TaskOrchestrationContext
{
    private readonly Dictionary<string, int> _times = [];

    public override TaskName Name => PackOrchestrator.Name;

    public override string InstanceId => "pack";

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => time.GetUtcNow().UtcDateTime;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        // By its input: steps side by side may come in any order, and those are not alike; and by how often it came before.
        string given = JsonSerializer.Serialize(input);
        int times = _times[$"{name.Name} {given}"] = _times.GetValueOrDefault($"{name.Name} {given}") + 1;
        string step = $"{name.Name} {given} {times}";
        if (!history.TryFind(step, out string? recorded))
        {
            history.DieBefore(step);
            recorded = JsonSerializer.Serialize(await run(name.Name, given));
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
            slept?.Invoke();
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
/// <param name="dieAt">Number of the moment, from 0; two a step, before and after it. Null: it lives.</param>
internal sealed class PackHistory(int? dieAt)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _recorded = [];
    private bool _isDead;

    /// <summary>The moment that it died at; null when it has not.</summary>
    public string? DiedAt { get; private set; }

    /// <summary>Moments that it came through.</summary>
    public int Moments { get; private set; }

    public void Restart() => _isDead = false;

    public bool TryFind(string step, out string recorded)
    {
        lock (_lock)
        {
            return _recorded.TryGetValue(step, out recorded!);
        }
    }

    public void Record(string step, string result)
    {
        lock (_lock)
        {
            _recorded[step] = result;
        }
    }

    public void DieBefore(string step) => Pass($"before {step}");

    public void DieAfter(string step) => Pass($"after {step}");

    private void Pass(string moment)
    {
        lock (_lock)
        {
            if (DiedAt is null && Moments == dieAt)
            {
                (DiedAt, _isDead) = (moment, true);
            }

            if (_isDead)
            {
                throw new ProcessDiedException();
            }

            Moments++;
        }
    }
}

internal sealed class ProcessDiedException : Exception;
