using AgentFunctions.Tasks;

namespace AgentFunctions.Intake.Batches;

/// <summary>Tasks that came in one request.</summary>
/// <param name="Id">Made as those of tasks are, so that it carries its region and time.</param>
/// <param name="Tasks">Those that were accepted, in the order in which they came.</param>
public sealed record TaskBatch(TaskId Id, TenantId Tenant, IReadOnlyList<TaskId> Tasks)
{
    /// <summary>The batch after its request came again: what was accepted only then is in it too.</summary>
    public TaskBatch With(IReadOnlyList<TaskId> tasks) => this with { Tasks = [.. Tasks.Union(tasks)] };
}
