using AgentFunctions.Tasks;

namespace AgentFunctions.Costs.Reports.Top;

/// <summary>What is kept of one task while its costs are compared: 64 bytes.</summary>
/// <param name="Number">The task's id as a number.</param>
/// <param name="Work">First half of its work key; 0 when its answer is nobody else's: it has no key, or settings of its own for the cache.</param>
/// <param name="Micros">Its cost, in micro-dollars.</param>
/// <param name="GroupMicros">That part of the cost that its group's model caused.</param>
/// <param name="Tokens">Input and output tokens of all its calls; 0 when no model was called.</param>
/// <param name="Group">Index of its group: that of the model that caused most of its cost.</param>
/// <param name="OpenMilliseconds">From creation to success; -1 when it has not succeeded.</param>
internal readonly record struct TaskPoint(UInt128 Number, UInt128 Work, long Micros, long GroupMicros, uint Tokens, int Group, int OpenMilliseconds)
{
    public TaskId Id => TaskId.OfNumber(Number);

    /// <summary>Unix time in milliseconds.</summary>
    public long CreatedAt => (long)(Number >> (5 * (TaskId.Length - TaskId.TimeLength)));
}
