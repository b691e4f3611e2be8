using AgentFunctions.LocalHost.Functions;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.LocalHost.Triggers;

/// <summary>A function that a Service Bus queue triggers, for each message or for batches of them.</summary>
internal sealed class QueueTrigger
{
    private readonly FunctionDescriptor _function;
    private readonly FunctionInvoker _invoker;

    private QueueTrigger(FunctionDescriptor function, ServiceBusTriggerAttribute trigger, HostJson host)
    {
        _function = function;
        _invoker = new FunctionInvoker(function, p => function.IsTrigger(p) || p.ParameterType == typeof(ServiceBusMessageActions));
        Queue = trigger.QueueName ?? throw new HostStartException($"Function '{function.Name}': only queues can trigger functions here, not topics.");
        AutoComplete = trigger.ExplicitAutoComplete ?? host.AutoCompleteMessages;
        CheckInput(function, trigger);
        Batches = trigger.IsBatched ? host.Batches : null;

        // As the genuine listener: the next batch is received when the call before it has ended, whatever maxConcurrentCalls says.
        MaxConcurrentCalls = trigger.IsBatched ? 1 : host.MaxConcurrentCalls;
    }

    public string Function => _function.Name;

    public string Queue { get; }

    /// <summary>Whether the host completes a message that its function left unsettled.</summary>
    public bool AutoComplete { get; }

    /// <summary>Most calls at a time in this process.</summary>
    public int MaxConcurrentCalls { get; }

    /// <summary>How it gets its batches; null for a function that gets one message a call.</summary>
    public BatchSettings? Batches { get; }

    public static IReadOnlyList<QueueTrigger> Of(IEnumerable<FunctionDescriptor> functions, HostJson host) =>
        [.. functions.Where(f => f.Trigger is ServiceBusTriggerAttribute).Select(f => new QueueTrigger(f, (ServiceBusTriggerAttribute)f.Trigger, host))];

    /// <summary>What so many messages count for when the pool decides on its size.</summary>
    /// <remarks>
    /// A batched queue counts for the one call that may run now. Azure counts messages by batch size, but of instances, each of which
    /// makes one call at a time; workers of one process beyond the first are of no use to it.
    /// </remarks>
    public long LoadOf(long messages) => Batches is null ? messages : Math.Min(messages, MaxConcurrentCalls);

    /// <param name="input">A message, or an array of them for a batched function.</param>
    public Task InvokeAsync(IServiceProvider services, object input, ServiceBusMessageActions actions, CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(services, p => _function.IsTrigger(p) ? input : actions, cancellationToken);

    // The Functions SDK refuses a batch for a parameter that takes one thing when it builds, and a message for an array at each call.
    private static void CheckInput(FunctionDescriptor function, ServiceBusTriggerAttribute trigger)
    {
        Type wanted = trigger.IsBatched ? typeof(ServiceBusReceivedMessage[]) : typeof(ServiceBusReceivedMessage);
        Type given = function.TriggerParameter.ParameterType;
        if (given != wanted)
        {
            throw new HostStartException(
                $"Function '{function.Name}': parameter '{function.TriggerParameter.Name}' of a trigger {(trigger.IsBatched ? "with" : "without")} IsBatched must be a {wanted.Name}; it is a {given.Name}.");
        }
    }
}
