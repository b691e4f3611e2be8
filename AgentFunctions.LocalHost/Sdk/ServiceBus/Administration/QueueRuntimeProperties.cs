using AgentFunctions.LocalHost.Sdk;

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>How many messages a queue holds.</summary>
[StandIn(GenuinePackages.ServiceBus, Members = [
    nameof(Name), nameof(ActiveMessageCount), nameof(ScheduledMessageCount), nameof(DeadLetterMessageCount), nameof(TotalMessageCount)])]
public class QueueRuntimeProperties
{
    internal QueueRuntimeProperties(string name, QueueCounts counts)
    {
        Name = name;
        ActiveMessageCount = counts.Active;
        ScheduledMessageCount = counts.Scheduled;
        DeadLetterMessageCount = counts.DeadLettered;
        TotalMessageCount = counts.Active + counts.Scheduled + counts.DeadLettered;
    }

    public string Name { get; }

    /// <summary>Ready and locked messages.</summary>
    public long ActiveMessageCount { get; }

    public long ScheduledMessageCount { get; }

    public long DeadLetterMessageCount { get; }

    public long TotalMessageCount { get; }
}
