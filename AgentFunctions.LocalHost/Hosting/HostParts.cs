using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Persistence;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>What is made before the services are, because their registration depends on it.</summary>
internal sealed record HostParts(
    HostJson HostJson, IReadOnlyList<FunctionDescriptor> Functions, IReadOnlyList<QueueTrigger> Triggers, SqliteDatabase Database, EmbeddedServiceBus Bus);
