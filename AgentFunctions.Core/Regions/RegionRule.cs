using AgentFunctions.Startup;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Regions;

/// <summary>Holds the list of regions against what is allowed.</summary>
internal sealed class RegionRule(IConfiguration settings) : IStartupRule
{
    public IEnumerable<string> Faults() => settings.GetSection($"{ServiceCollectionExtensions.Section}:Regions").Get<RegionOptions>() is { } options
        ? RegionSettings.Faults(options)
        : [];
}
