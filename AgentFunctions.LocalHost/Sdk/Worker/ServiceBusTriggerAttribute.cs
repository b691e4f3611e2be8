using AgentFunctions.LocalHost.Sdk;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function for each message, or batch of messages, of a queue.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[StandIn(GenuinePackages.ServiceBusTrigger, Members = [".ctor", nameof(QueueName), nameof(Connection), nameof(IsBatched), nameof(AutoCompleteMessages)])]
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    private bool? _autoCompleteMessages;

    public string? QueueName { get; } = queueName;

    /// <summary>Name of the setting that holds the connection.</summary>
    public string? Connection { get; set; }

    public bool IsBatched { get; set; }

    /// <summary>Whether the host completes messages after the function returned; host.json decides when it is not set.</summary>
    public bool AutoCompleteMessages
    {
        get => _autoCompleteMessages ?? false;
        set => _autoCompleteMessages = value;
    }

    /// <summary>Null when the function leaves the choice to host.json.</summary>
    internal bool? ExplicitAutoComplete => _autoCompleteMessages;
}
