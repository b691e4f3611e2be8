using AgentFunctions.LocalHost.Orchestrations.Journal;
using DurableTask.Core;
using DurableTask.Core.History;

namespace AgentFunctions.LocalHost.Orchestrations.Dispatch;

/// <summary>Turns what the framework says about a step into what the journal stores.</summary>
internal static class StepOutcomes
{
    /// <param name="state">The state after the step: of the newest execution when the orchestrator continued as new.</param>
    /// <param name="result">Null when the framework found nothing to move on.</param>
    public static StepOutcome Of(
        StepWorkItem item,
        OrchestrationRuntimeState state,
        IEnumerable<TaskMessage> activities,
        IEnumerable<TaskMessage> messages,
        IEnumerable<TaskMessage> timers,
        OrchestrationState? result) => result is null
        ? new StepOutcome(item.Lock, item.Consumed)
        : new StepOutcome(item.Lock, item.Consumed)
        {
            Change = new InstanceChange(
                result.OrchestrationInstance.ExecutionId,
                result.OrchestrationStatus,
                result.Input,
                result.Output,
                result.Status,
                JournalJson.Write(result.FailureDetails)),
            Events = [.. state.NewEvents.Select(JournalJson.Write)],
            Activities = [.. activities.Select(JournalJson.Write)],
            Timers = [.. timers.Select(static timer => (((TimerFiredEvent)timer.Event).FireAt.ToUniversalTime().Ticks, JournalJson.Write(timer)))],
            Messages = [.. messages.Select(Address)],
        };

    /// <summary>What the journal keeps of an instance that a message starts.</summary>
    public static NewInstance Start(TaskMessage message)
    {
        var started = (ExecutionStartedEvent)message.Event;
        return new NewInstance(
            message.OrchestrationInstance.InstanceId,
            message.OrchestrationInstance.ExecutionId,
            started.Name,
            started.ScheduledStartTime?.ToUniversalTime().Ticks ?? 0,
            started.Input,
            JournalJson.Write(started.Tags),
            JournalJson.Write(message));
    }

    private static InstanceMessage Address(TaskMessage message) => new(
        message.OrchestrationInstance.InstanceId,
        JournalJson.Write(message),
        message.Event is ExecutionStartedEvent ? Start(message) : null,
        message.Event is ExecutionStartedEvent { ParentInstance: { } parent } ? Refuse(message, parent) : null);

    // Azure Storage drops such a start without a word and the parent waits for ever; an error is kinder.
    private static string Refuse(TaskMessage message, ParentInstance parent)
    {
        var reason = $"An orchestration with the instance id '{message.OrchestrationInstance.InstanceId}' exists and has not finished.";
        return JournalJson.Write(new TaskMessage
        {
            OrchestrationInstance = parent.OrchestrationInstance,
            Event = new SubOrchestrationInstanceFailedEvent(-1, parent.TaskScheduleId, reason, details: null, Failures.Permanent(reason)),
        });
    }
}
