using AgentFunctions.Startup;

namespace AgentFunctions.LocalHost.Hosting;

/// <summary>What was wrong with host.json.</summary>
internal sealed class HostJsonRule(string path, FaultList faults) : IStartupRule
{
    public IEnumerable<string> Faults() => faults.All.Select(f => $"{path}: {f}");
}
