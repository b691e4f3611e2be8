using System.Reflection;

namespace AgentFunctions.LocalHost.Functions;

/// <summary>Calls a function: a new instance of its class for each call, as the Functions worker does.</summary>
internal sealed class FunctionInvoker
{
    private readonly FunctionDescriptor _function;
    private readonly ObjectFactory? _create;
    private readonly MethodInvoker _call;
    private readonly ParameterInfo[] _parameters;
    private readonly PropertyInfo? _result;

    /// <param name="bindable">True for a parameter that the trigger can give a value.</param>
    /// <exception cref="HostStartException">A parameter cannot be given a value, or the method does not return a task.</exception>
    public FunctionInvoker(FunctionDescriptor function, Func<ParameterInfo, bool> bindable)
    {
        _function = function;
        _parameters = function.Method.GetParameters();
        _call = MethodInvoker.Create(function.Method);
        _create = function.Method.IsStatic ? null : ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, []);
        if (_parameters.FirstOrDefault(p => p.ParameterType != typeof(CancellationToken) && !bindable(p)) is { } unknown)
        {
            throw new HostStartException($"Function '{function.Name}': its {function.Trigger.GetType().Name} gives no value for parameter '{unknown.Name}' of type {unknown.ParameterType}.");
        }

        if (!typeof(Task).IsAssignableFrom(function.Method.ReturnType))
        {
            throw new HostStartException($"Function '{function.Name}' must return a Task; it returns {function.Method.ReturnType}.");
        }

        _result = function.Method.ReturnType.IsGenericType ? function.Method.ReturnType.GetProperty(nameof(Task<object>.Result)) : null;
    }

    /// <summary>Calls the function and returns its result; null when it has none.</summary>
    public async Task<object?> InvokeAsync(IServiceProvider services, Func<ParameterInfo, object?> bind, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        object? target = _create?.Invoke(scope.ServiceProvider, []);
        object?[] arguments = Array.ConvertAll(_parameters, p => p.ParameterType == typeof(CancellationToken) ? cancellationToken : bind(p));
        Task task = (Task)_call.Invoke(target, arguments.AsSpan())!;
        await task.ConfigureAwait(false);
        return _result?.GetValue(task);
    }

    public override string ToString() => _function.Name;
}
