using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Orchestrations.Functions;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>What is made before the services are, because their registration depends on it.</summary>
internal sealed record HostParts(
    HostJson HostJson,
    IReadOnlyList<FunctionDescriptor> Functions,
    IReadOnlyList<QueueTrigger> Triggers,
    OrchestrationFunctions Orchestrations,
    SqliteDatabase Database,
    EmbeddedServiceBus Bus,
    OrchestrationJournal Journal);
