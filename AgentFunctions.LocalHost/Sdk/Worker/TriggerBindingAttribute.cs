using AgentFunctions.LocalHost.Sdk;

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of the attributes on the parameter that makes a function run.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[StandIn(GenuinePackages.Abstractions, Members = [])]
public abstract class TriggerBindingAttribute : BindingAttribute;
