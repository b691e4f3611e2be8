using AgentFunctions.LocalHost.Sdk;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function of the given name.</summary>
[AttributeUsage(AttributeTargets.Method)]
[StandIn(GenuinePackages.Abstractions, Members = [".ctor", nameof(Name)])]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
