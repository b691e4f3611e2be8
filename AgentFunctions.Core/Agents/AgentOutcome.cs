using AgentFunctions.Models;
using AgentFunctions.Tasks;

namespace AgentFunctions.Agents;

/// <summary>How an agent's run on one input ended. Whatever it took is in <see cref="Use"/>, also when it failed.</summary>
public abstract record AgentOutcome(ModelUse Use)
{
    /// <summary>Why the models were chosen; null when there was nothing to choose.</summary>
    public TaskRoute? Route { get; init; }

    /// <summary>The answer matches the output schema.</summary>
    public sealed record Answered(string Json, ModelUse Use) : AgentOutcome(Use);

    /// <summary>No valid answer.</summary>
    public sealed record Failed(ModelFault Fault, ModelUse Use) : AgentOutcome(Use);

    /// <summary>A model call must wait; the task is to be run again then.</summary>
    public sealed record Deferred(WaitReason Reason, ModelUse Use) : AgentOutcome(Use);

    /// <summary>The run was cut off because the caller cancelled it.</summary>
    public sealed record Interrupted(ModelUse Use) : AgentOutcome(Use);
}
