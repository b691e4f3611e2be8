using AgentFunctions.LocalHost.Orchestrations.Journal;
using DurableTask.Core;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>One step of an instance, on its way through the framework.</summary>
internal sealed class StepWorkItem : TaskOrchestrationWorkItem
{
    public StepWorkItem(LockedInstance instance)
    {
        Lock = instance.Lock;
        Consumed = [.. instance.Inbox.Select(static row => row.Sequence)];
        InstanceId = instance.Id;
        OrchestrationRuntimeState = new OrchestrationRuntimeState([.. instance.History.Select(JournalJson.ReadEvent)]);
        NewMessages = [.. instance.Inbox.Select(static row => JournalJson.ReadMessage(row.Message))];
        // Locks are renewed here, by the clock that was handed in, and not by the framework.
        LockedUntilUtc = DateTime.MaxValue;
    }

    public WorkLock Lock { get; }

    /// <summary>Sequence numbers of the messages in the inbox.</summary>
    public IReadOnlyList<long> Consumed { get; }
}

/// <summary>One activity, on its way through the framework.</summary>
internal sealed class ActivityItem : TaskActivityWorkItem
{
    public ActivityItem(LockedActivity activity)
    {
        Lock = activity.Lock;
        Id = FormattableString.Invariant($"{activity.Lock.Number}");
        TaskMessage = JournalJson.ReadMessage(activity.Message);
        LockedUntilUtc = DateTime.MaxValue;
    }

    public WorkLock Lock { get; }
}
