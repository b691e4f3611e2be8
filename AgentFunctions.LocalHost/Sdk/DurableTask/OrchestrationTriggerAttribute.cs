using AgentFunctions.LocalHost.Sdk;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs an orchestrator; the parameter takes its <c>TaskOrchestrationContext</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[StandIn(GenuinePackages.DurableTask, Members = [".ctor", nameof(Orchestration)])]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Name of the orchestrator; that of the function when it is not set.</summary>
    public string? Orchestration { get; set; }
}
