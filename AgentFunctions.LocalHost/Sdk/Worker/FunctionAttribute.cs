using AgentFunctions.LocalHost.Sdk;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function of the given name.</summary>
#pragma warning disable CA1813 // The genuine attribute is not sealed.
[AttributeUsage(AttributeTargets.Method)]
[StandIn(GenuinePackages.Abstractions, Members = [".ctor", nameof(Name)])]
public class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
