using System.Diagnostics;
using AgentFunctions.LocalHost.Orchestrations.Dispatch;
using AgentFunctions.LocalHost.Orchestrations.Journal;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Tracing;
using Microsoft.DurableTask;

namespace AgentFunctions.LocalHost.Orchestrations.Client;

/// <summary>The messages that clients send.</summary>
internal static class ClientMessages
{
    /// <summary>A new instance.</summary>
    /// <exception cref="ArgumentException">The instance id is not allowed.</exception>
    public static NewInstance New(TaskName name, string? input, StartOrchestrationOptions? options)
    {
        var instance = new OrchestrationInstance
        {
            InstanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N"),
            ExecutionId = Guid.NewGuid().ToString("N"),
        };
        InstanceId.Check(instance.InstanceId);
        return StepOutcomes.Start(new TaskMessage
        {
            OrchestrationInstance = instance,
            Event = new ExecutionStartedEvent(-1, input)
            {
                Name = name.Name,
                Version = options?.Version?.Version ?? string.Empty,
                OrchestrationInstance = instance,
                ScheduledStartTime = options?.StartAt?.UtcDateTime,
                Tags = options?.Tags.ToDictionary(),
                ParentTraceContext = Activity.Current is { Id: { } id } activity ? new DistributedTraceContext(id, activity.TraceStateString) : null,
            },
        });
    }

    /// <summary>A message for whatever execution of the instance is the current one.</summary>
    public static string To(string instanceId, HistoryEvent historyEvent) => JournalJson.Write(new TaskMessage
    {
        OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
        Event = historyEvent,
    });
}
