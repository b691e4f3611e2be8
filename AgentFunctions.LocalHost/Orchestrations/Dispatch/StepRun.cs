using AgentFunctions.LocalHost.Orchestrations.Functions;
using DurableTask.Core;
using DurableTask.Core.Command;
using DurableTask.Core.History;
using DurableTask.Core.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker.Shims;
using ParentInstance = Microsoft.DurableTask.ParentOrchestrationInstance;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>Runs orchestrators over their histories in the middleware of the framework, as the Functions host does.</summary>
internal sealed class StepRun(
    OrchestrationFunctions functions, DurableTaskShimFactory shims, IServiceProvider services, ILoggerFactory loggers, TimeProvider time)
{
    private readonly ILogger _log = loggers.CreateLogger<StepRun>();

    /// <summary>Middleware: gives the result of the step, so that the framework does not look for an orchestrator itself.</summary>
    public async Task RunAsync(DispatchMiddlewareContext context)
    {
        var state = context.GetProperty<OrchestrationRuntimeState>();
        // The orchestrator's clock is that of the whole host.
        foreach (var started in state.NewEvents.OfType<OrchestratorStartedEvent>())
        {
            started.Timestamp = time.GetUtcNow().UtcDateTime;
        }

        var result = functions.FindOrchestrator(state.Name) is { } function
            ? await ReplayAsync(function, state).ConfigureAwait(false)
            : Failure(functions.UnknownOrchestrator(state.Name));
        ReportFailure(state, result);
        context.SetProperty(result);
    }

    private async Task<OrchestratorExecutionResult> ReplayAsync(OrchestratorFunction function, OrchestrationRuntimeState state)
    {
        // Made for this step alone and disposed of after it, because a waiting orchestrator does not come back to do so.
        await using var scope = services.CreateAsyncScope();
        var replay = new OrchestratorReplay(function, scope.ServiceProvider, loggers);
        var orchestration = shims.CreateOrchestration(new TaskName(state.Name), replay, ParentOf(state));
        var result = new TaskOrchestrationExecutor(
            state, orchestration, BehaviorOnContinueAsNew.Carryover, entityParameters: null, ErrorPropagationMode.UseFailureDetails).Execute();
        return replay.IsStuck ? Failure(GuardedContext.IllegalAwait) : result;
    }

    private static ParentInstance? ParentOf(OrchestrationRuntimeState state) => state.ParentInstance is { } parent
        ? new ParentInstance(new TaskName(parent.Name), parent.OrchestrationInstance.InstanceId)
        : null;

    private static OrchestratorExecutionResult Failure(string reason) => new()
    {
        Actions =
        [
            new OrchestrationCompleteOrchestratorAction
            {
                OrchestrationStatus = OrchestrationStatus.Failed,
                Result = reason,
                FailureDetails = Failures.Permanent(reason),
            },
        ],
    };

    private void ReportFailure(OrchestrationRuntimeState state, OrchestratorExecutionResult result)
    {
        var failure = result.Actions.OfType<OrchestrationCompleteOrchestratorAction>()
            .FirstOrDefault(static action => action.OrchestrationStatus == OrchestrationStatus.Failed);
        if (failure is not null)
        {
            OrchestrationLog.OrchestrationFailed(
                _log, state.OrchestrationInstance!.InstanceId, state.Name, failure.FailureDetails?.ErrorType, failure.FailureDetails?.ErrorMessage ?? failure.Result);
        }
    }
}
