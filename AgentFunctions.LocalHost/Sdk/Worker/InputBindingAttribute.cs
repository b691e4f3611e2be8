using AgentFunctions.LocalHost.Sdk;

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of the attributes on a parameter that is given something beside the trigger.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[StandIn(GenuinePackages.Abstractions, Members = [])]
public abstract class InputBindingAttribute : BindingAttribute;
