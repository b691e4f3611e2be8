using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;

namespace AgentFunctions.LocalHost.Orchestrations.Functions;

/// <summary>One call of an activity.</summary>
/// <param name="handBack">Ends when the host wants running work back.</param>
internal sealed class ActivityCall(ActivityFunction function, IServiceProvider services, CancellationToken handBack) : ITaskActivity
{
    public Type InputType => function.InputType;

    public Type OutputType => typeof(object);

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        try
        {
            return await function.InvokeAsync(services, input, handBack).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (handBack.IsCancellationRequested)
        {
            // Not a failure that the orchestration should hear of: another process, or the next start, runs it again.
            throw new SessionAbortedException("The host stops.", exception);
        }
    }
}
