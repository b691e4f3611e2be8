using AgentFunctions.LocalHost.Sdk;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function on a schedule: a cron expression of six fields or a time span.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[StandIn(GenuinePackages.Timer, Members = [".ctor", nameof(Schedule), nameof(UseMonitor), nameof(RunOnStartup)])]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; private set; } = schedule;

    /// <summary>Whether occurrences missed while no host ran are made up for. Default true.</summary>
    public bool UseMonitor { get; set; } = true;

    public bool RunOnStartup { get; set; }
}
