namespace AgentFunctions.Regions;

/// <summary>The list of regions cannot be used; the message names every setting that is wrong and what is allowed.</summary>
public sealed class RegionSettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
