using AgentFunctions.LocalHost.Sdk;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The occurrences around the current one.</summary>
[StandIn(GenuinePackages.Timer, Members = [".ctor", nameof(Last), nameof(Next), nameof(LastUpdated)])]
public class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
