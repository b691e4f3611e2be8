using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus;

/// <summary>The queue itself or its dead-letter queue.</summary>
#pragma warning disable CA1711 // The genuine name ends so.
[StandIn(GenuinePackages.ServiceBus, Members = [nameof(None), nameof(DeadLetter)])]
public enum SubQueue
{
    None = 0,
    DeadLetter = 1,
}
