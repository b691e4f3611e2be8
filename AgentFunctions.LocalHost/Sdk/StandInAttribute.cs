namespace AgentFunctions.LocalHost.Sdk;

/// <summary>
/// Marks a type that stands in for one of a package that the local host does without, so that one can check
/// it against the genuine one.
/// </summary>
/// <param name="package">Id and version of the package whose type it mirrors.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Struct, Inherited = false)]
internal sealed class StandInAttribute(string package) : Attribute
{
    public string Package { get; } = package;

    /// <summary>Names of all public members that it declares, each once; ".ctor" for public constructors.</summary>
    public string[] Members { get; set; } = [];
}
