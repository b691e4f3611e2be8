using Microsoft.DurableTask;
using Framework = DurableTask.Core.OrchestrationContext;

namespace AgentFunctions.LocalHost.Orchestrations.Functions;

/// <summary>
/// The context as the Functions worker gives it to orchestrators: of use only on the thread of the replay, so that an
/// orchestrator that went off it by awaiting something else than a durable task is found out.
/// </summary>
/// <remarks>
/// It also knows which durable tasks are open. Without one, an orchestrator that waits is stuck for ever; on Azure that
/// shows as an instance that stays Running.
/// </remarks>
internal sealed class GuardedContext(TaskOrchestrationContext inner, ILoggerFactory loggers) : TaskOrchestrationContext
{
    public const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's implementation.";

    private readonly List<Task> _durable = [];

    /// <summary>True when the orchestrator waits for something that the history will answer.</summary>
    public bool HasOpenTasks => _durable.Exists(static task => !task.IsCompleted);

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override string Version => inner.Version;

    public override IReadOnlyDictionary<string, object?> Properties => inner.Properties;

    protected override ILoggerFactory LoggerFactory => loggers;

    public override T? GetInput<T>()
        where T : default
    {
        EnsureLegalAccess();
        // The input was read as the type of the orchestrator's parameter, or as plain JSON when it has none.
        object? input = inner.GetInput<object>();
        return input is T typed ? typed : (T?)PayloadJson.Converter.Deserialize(PayloadJson.Converter.Serialize(input), typeof(T));
    }

    public override Guid NewGuid()
    {
        EnsureLegalAccess();
        return inner.NewGuid();
    }

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        EnsureLegalAccess();
        return Follow(inner.CallActivityAsync<TResult>(name, input, options));
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        EnsureLegalAccess();
        return Follow(inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureLegalAccess();
        return Follow(inner.CreateTimer(fireAt, cancellationToken));
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureLegalAccess();
        return Follow(inner.WaitForExternalEvent<T>(eventName, cancellationToken));
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureLegalAccess();
        inner.SendEvent(instanceId, eventName, payload);
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureLegalAccess();
        inner.SetCustomStatus(customStatus);
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        EnsureLegalAccess();
        inner.ContinueAsNew(newInput, preserveUnprocessedEvents);
    }

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        EnsureLegalAccess();
        inner.ContinueAsNew(options);
    }

    /// <exception cref="InvalidOperationException">This is not the thread of the replay.</exception>
    public void EnsureLegalAccess()
    {
        if (!Framework.IsOrchestratorThread)
        {
            // Logged here, because nobody may be left to see the exception.
            OrchestrationLog.LeftItsThread(loggers.CreateLogger<GuardedContext>(), InstanceId, Name.Name);
            throw new InvalidOperationException(IllegalAwait);
        }
    }

    private TTask Follow<TTask>(TTask task)
        where TTask : Task
    {
        _durable.Add(task);
        return task;
    }
}
