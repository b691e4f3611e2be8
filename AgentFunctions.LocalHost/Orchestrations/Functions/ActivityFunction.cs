using AgentFunctions.LocalHost.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentFunctions.LocalHost.Orchestrations.Functions;

/// <summary>A function that orchestrations call as an activity.</summary>
internal sealed class ActivityFunction
{
    private readonly FunctionDescriptor _function;
    private readonly FunctionInvoker _invoker;

    /// <exception cref="HostStartException">The function does not fit the trigger.</exception>
    public ActivityFunction(FunctionDescriptor function)
    {
        _function = function;
        _invoker = new FunctionInvoker(function, function.IsTrigger);
        Name = ((ActivityTriggerAttribute)function.Trigger).Activity ?? function.Name;
    }

    public string Name { get; }

    /// <summary>What the input is read as.</summary>
    public Type InputType => _function.TriggerParameter.ParameterType;

    public Task<object?> InvokeAsync(IServiceProvider services, object? input, CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(services, _ => input, cancellationToken);
}
