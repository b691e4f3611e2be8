using AgentFunctions.LocalHost.Sdk;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Gives a function the <c>DurableTaskClient</c> with which it starts and looks after orchestrations.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
[StandIn(GenuinePackages.DurableTask, Members = [".ctor", nameof(TaskHub), nameof(ConnectionName)])]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>Another task hub than that of host.json; the local host has only that one.</summary>
    public string? TaskHub { get; set; }

    /// <summary>Name of the setting with another connection; the local host has only its data folder.</summary>
    public string? ConnectionName { get; set; }
}
