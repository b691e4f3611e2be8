using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>Where a task's answer came from when no model was called for it.</summary>
public enum AnswerOrigin
{
    /// <summary>A task that had ended before gave it, by way of the result cache.</summary>
    Cache,

    /// <summary>An identical task that was open at the same time gave it.</summary>
    Leader,
}

/// <summary>The task whose answer this task was given.</summary>
/// <param name="Task">Whose model calls made the answer.</param>
/// <param name="Saved">What the attempt that made the answer had cost.</param>
public sealed record AnswerSource(AnswerOrigin Origin, TaskId Task, Usd Saved);
