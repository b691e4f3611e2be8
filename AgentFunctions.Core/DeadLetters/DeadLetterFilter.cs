using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.DeadLetters;

/// <summary>Chooses among dead-lettered tasks.</summary>
public static class DeadLetterFilter
{
    /// <param name="reason">Code of the error that set the task aside.</param>
    /// <param name="from">Set aside at or after this moment.</param>
    /// <param name="to">Set aside before this moment.</param>
    public static TaskFilter Of(TenantId tenant, string? agent, string? reason, DateTimeOffset? from, DateTimeOffset? to) => new()
    {
        Statuses = [AgentTaskStatus.DeadLettered],
        Tenant = tenant,
        Agent = agent,
        ErrorCode = reason,
        FinishedFrom = from,
        FinishedTo = to,
    };
}
