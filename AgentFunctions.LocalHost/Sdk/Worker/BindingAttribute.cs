using AgentFunctions.LocalHost.Sdk;

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Base of all attributes that bind a part of a function to something outside.</summary>
[AttributeUsage(AttributeTargets.Method)]
[StandIn(GenuinePackages.Abstractions, Members = [])]
public abstract class BindingAttribute : Attribute;
