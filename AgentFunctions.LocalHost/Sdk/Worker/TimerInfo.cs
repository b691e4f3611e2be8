using AgentFunctions.LocalHost.Sdk;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function learns about the occurrence it runs for.</summary>
[StandIn(GenuinePackages.Timer, Members = [".ctor", nameof(ScheduleStatus), nameof(IsPastDue)])]
public class TimerInfo
{
    /// <summary>Null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    public bool IsPastDue { get; set; }
}
