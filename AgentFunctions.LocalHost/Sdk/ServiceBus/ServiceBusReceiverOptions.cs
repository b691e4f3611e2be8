using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>Which part of a queue a receiver looks at.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [".ctor", nameof(SubQueue)])]
public class ServiceBusReceiverOptions
{
    public SubQueue SubQueue { get; set; } = SubQueue.None;
}
