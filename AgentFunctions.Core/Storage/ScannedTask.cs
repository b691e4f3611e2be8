using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>What a scan tells of a task; the names are those of <see cref="AgentTask"/>.</summary>
public sealed record ScannedTask(
    TaskId Id,
    TenantId Tenant,
    string Agent,
    AgentTaskStatus Status,
    DateTimeOffset? FinishedAt,
    TaskCachePolicy? Cache,
    WorkKey? WorkKey,
    IReadOnlyList<TaskAttempt> Attempts,
    string? Model,
    AnswerSource? Source,
    TokenUsage Usage,
    Usd Cost)
{
    internal static ScannedTask Of(AgentTask task) => new(
        task.Id, task.Tenant, task.Agent, task.Status, task.FinishedAt, task.Cache, task.WorkKey, task.Attempts, task.Model, task.Source, task.Usage, task.Cost);
}
