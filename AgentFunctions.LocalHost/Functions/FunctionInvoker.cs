using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

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
        if (_parameters.FirstOrDefault(p => p.IsDefined(typeof(DurableClientAttribute)) && p.ParameterType != typeof(DurableTaskClient)) is { } client)
        {
            throw new HostStartException($"Function '{function.Name}': parameter '{client.Name}' with [DurableClient] must be a {nameof(DurableTaskClient)}; it is a {client.ParameterType}.");
        }

        if (_parameters.FirstOrDefault(p => !IsOfEveryTrigger(p) && !bindable(p)) is { } unknown)
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
        Task task = Start(scope.ServiceProvider, bind, cancellationToken);
        await task.ConfigureAwait(false);
        return ResultOf(task);
    }

    /// <summary>Calls the function on this thread up to its first wait; for triggers that have a say in where it goes on.</summary>
    /// <param name="services">The scope of this call; to be disposed of after it.</param>
    public Task Start(IServiceProvider services, Func<ParameterInfo, object?> bind, CancellationToken cancellationToken)
    {
        object? target = _create?.Invoke(services, []);
        object?[] arguments = Array.ConvertAll(_parameters, p => Bind(p));
        try
        {
            return (Task)_call.Invoke(target, arguments.AsSpan())!;
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            // Thrown before the function's first await; it is the function's own exception that counts.
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }

        object? Bind(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(CancellationToken) ? cancellationToken
            : parameter.IsDefined(typeof(DurableClientAttribute)) ? services.GetRequiredService<DurableTaskClient>()
            : bind(parameter);
    }

    /// <summary>The result of a call that has ended; null when the function has none.</summary>
    public object? ResultOf(Task call) => _result?.GetValue(call);

    public override string ToString() => _function.Name;

    private static bool IsOfEveryTrigger(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(CancellationToken) || parameter.IsDefined(typeof(DurableClientAttribute));
}
