using Microsoft.DurableTask;

namespace AgentFunctions.LocalHost.Orchestrations.Functions;

/// <summary>One run of an orchestrator over its history, from the start to where it waits next.</summary>
internal sealed class OrchestratorReplay(OrchestratorFunction function, IServiceProvider services, ILoggerFactory loggers) : ITaskOrchestrator
{
    private GuardedContext? _context;
    private Task? _call;

    public Type InputType => function.InputType;

    public Type OutputType => typeof(object);

    /// <summary>True when the orchestrator waits for something that no history will ever answer.</summary>
    public bool IsStuck => _call is { IsCompleted: false } && !_context!.HasOpenTasks;

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        _context = new GuardedContext(context, loggers);
        _call = function.Start(services, _context, input, CancellationToken.None);

        // Not ConfigureAwait(false): the replay goes on on its own thread, and on no other.
        await _call;
        _context.EnsureLegalAccess();
        return function.ResultOf(_call);
    }
}
