namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>What a process holds while it works on an instance or an activity.</summary>
/// <param name="Number">Number of the instance or of the activity.</param>
/// <param name="Nonce">Fence: a later holder of the same work has another one.</param>
internal readonly record struct WorkLock(WorkKind Kind, long Number, long Nonce);

/// <summary>What the lock is on.</summary>
internal enum WorkKind
{
    /// <summary>One step of an orchestration.</summary>
    Step,

    /// <summary>One activity.</summary>
    Activity,
}
