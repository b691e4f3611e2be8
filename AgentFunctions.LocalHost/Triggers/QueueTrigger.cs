using AgentFunctions.LocalHost.Functions;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.LocalHost.Triggers;

/// <summary>A function that a Service Bus queue triggers.</summary>
internal sealed class QueueTrigger
{
    private readonly FunctionDescriptor _function;
    private readonly FunctionInvoker _invoker;
    private int _running;

    private QueueTrigger(FunctionDescriptor function, ServiceBusTriggerAttribute trigger, HostJson host)
    {
        _function = function;
        _invoker = new FunctionInvoker(function, p => function.IsTrigger(p) || p.ParameterType == typeof(ServiceBusMessageActions));
        Queue = trigger.QueueName ?? throw new HostStartException($"Function '{function.Name}': only queues can trigger functions here, not topics.");
        AutoComplete = trigger.ExplicitAutoComplete ?? host.AutoCompleteMessages;
        MaxConcurrentCalls = host.MaxConcurrentCalls;
    }

    public string Function => _function.Name;

    public string Queue { get; }

    /// <summary>Whether the host completes a message that its function left unsettled.</summary>
    public bool AutoComplete { get; }

    public int MaxConcurrentCalls { get; }

    /// <summary>How many more calls may run now.</summary>
    public int Room => MaxConcurrentCalls - Volatile.Read(ref _running);

    public static IReadOnlyList<QueueTrigger> Of(IEnumerable<FunctionDescriptor> functions, HostJson host) =>
        [.. functions.Where(f => f.Trigger is ServiceBusTriggerAttribute).Select(f => new QueueTrigger(f, (ServiceBusTriggerAttribute)f.Trigger, host))];

    public async Task InvokeAsync(
        IServiceProvider services, ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        try
        {
            await _invoker.InvokeAsync(services, p => _function.IsTrigger(p) ? message : actions, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
