using DurableTask.Core;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>An instance that this process may move on, with all it takes to do so.</summary>
/// <param name="History">The events so far, oldest first.</param>
/// <param name="Inbox">The messages that are due, oldest first.</param>
internal sealed record LockedInstance(
    WorkLock Lock, string Id, string Execution, IReadOnlyList<string> History, IReadOnlyList<InboxRow> Inbox);

/// <summary>A message for an instance.</summary>
internal readonly record struct InboxRow(long Sequence, string Message);

/// <summary>An activity that this process may run.</summary>
internal sealed record LockedActivity(WorkLock Lock, string Message);

/// <summary>A new instance, in the state <see cref="OrchestrationStatus.Pending"/>.</summary>
/// <param name="StartAt">When it starts; UTC ticks.</param>
/// <param name="StartMessage">The message that starts it.</param>
internal sealed record NewInstance(
    string Id, string Execution, string Name, long StartAt, string? Input, string? Tags, string StartMessage);

/// <summary>What is known of an instance without its history.</summary>
/// <param name="Number">Number of the instance in the journal; grows with the creation.</param>
/// <param name="CustomStatus">JSON, as <paramref name="Input"/> and <paramref name="Output"/> are.</param>
internal sealed record InstanceRow(
    long Number,
    string Id,
    string Execution,
    string Name,
    OrchestrationStatus Status,
    long Created,
    long Updated,
    long StartAt,
    string? Tags,
    string? Input,
    string? Output,
    string? CustomStatus,
    string? Failure)
{
    /// <summary>No step will follow.</summary>
    public bool IsFinal => Status.IsFinal();
}
