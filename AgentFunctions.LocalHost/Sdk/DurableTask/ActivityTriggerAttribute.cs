using AgentFunctions.LocalHost.Sdk;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs an activity of an orchestration; the parameter takes its input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[StandIn(GenuinePackages.DurableTask, Members = [".ctor", nameof(Activity)])]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Name of the activity; that of the function when it is not set.</summary>
    public string? Activity { get; set; }
}
