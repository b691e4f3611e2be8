using System.Reflection;
using AgentFunctions.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentFunctions.LocalHost.Orchestrations.Functions;

/// <summary>A function that an orchestration triggers.</summary>
internal sealed class OrchestratorFunction
{
    private readonly FunctionDescriptor _function;
    private readonly FunctionInvoker _invoker;
    private readonly ParameterInfo? _input;

    /// <exception cref="HostStartException">The function does not fit the trigger.</exception>
    public OrchestratorFunction(FunctionDescriptor function)
    {
        if (function.TriggerParameter.ParameterType != typeof(TaskOrchestrationContext))
        {
            throw new HostStartException(
                $"Function '{function.Name}': parameter '{function.TriggerParameter.Name}' with [OrchestrationTrigger] must be a {nameof(TaskOrchestrationContext)}; it is a {function.TriggerParameter.ParameterType}.");
        }

        _function = function;
        // As in the Functions worker, the first parameter that nothing else binds takes the input.
        _input = function.Method.GetParameters().FirstOrDefault(p => !function.IsTrigger(p) && p.ParameterType != typeof(CancellationToken));
        _invoker = new FunctionInvoker(function, p => function.IsTrigger(p) || p == _input);
        Name = ((OrchestrationTriggerAttribute)function.Trigger).Orchestration ?? function.Name;
    }

    public string Name { get; }

    /// <summary>What the input is read as.</summary>
    public Type InputType => _input?.ParameterType ?? typeof(object);

    public Task Start(IServiceProvider services, TaskOrchestrationContext context, object? input, CancellationToken cancellationToken) =>
        _invoker.Start(services, p => _function.IsTrigger(p) ? context : input, cancellationToken);

    public object? ResultOf(Task call) => _invoker.ResultOf(call);
}
