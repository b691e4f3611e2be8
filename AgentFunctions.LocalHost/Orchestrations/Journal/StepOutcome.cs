using DurableTask.Core;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>All that one step of an orchestrator changes; it is stored as a whole or not at all.</summary>
/// <param name="Lock">The lock under which the step ran.</param>
/// <param name="Consumed">Sequence numbers of the messages that the step took in.</param>
internal sealed record StepOutcome(WorkLock Lock, IReadOnlyList<long> Consumed)
{
    /// <summary>Null for a step that found nothing to move on, such as a late message for a deleted history.</summary>
    public InstanceChange? Change { get; init; }

    /// <summary>Events to append, oldest first.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>Messages of the activities to run.</summary>
    public IReadOnlyList<string> Activities { get; init; } = [];

    /// <summary>Messages to this instance itself, each not before its time in UTC ticks.</summary>
    public IReadOnlyList<(long Due, string Message)> Timers { get; init; } = [];

    /// <summary>Messages to other instances, and instances to start.</summary>
    public IReadOnlyList<InstanceMessage> Messages { get; init; } = [];
}

/// <summary>The new state of an instance.</summary>
/// <param name="Execution">Another one than before when the orchestrator continued as new; the events before are forgotten then.</param>
internal sealed record InstanceChange(
    string Execution, OrchestrationStatus Status, string? Input, string? Output, string? CustomStatus, string? Failure);

/// <summary>A message from one instance to another.</summary>
/// <param name="Start">Set when the message starts that instance.</param>
/// <param name="Refusal">What the sender is told when the instance to start exists and is not finished.</param>
internal sealed record InstanceMessage(string To, string Message, NewInstance? Start = null, string? Refusal = null);
