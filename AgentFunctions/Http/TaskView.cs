using System.Text.Json;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http;

/// <summary>A task as clients see it.</summary>
/// <param name="NextAttemptAt">When a task that waits for a further attempt is due.</param>
/// <param name="Position">About how many tasks of the lane are begun up to this one; only of one that waits and is due.</param>
/// <param name="Cost">US dollars.</param>
internal sealed record TaskView(
    string Id,
    string Status,
    string Agent,
    string AgentVersion,
    string Lane,
    string Tenant,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Deadline,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? NextAttemptAt,
    long? Position,
    string? Model,
    UsageView Usage,
    decimal Cost,
    IReadOnlyList<TaskAttempt> Attempts,
    IReadOnlyList<TaskRedrive>? Redrives,
    IReadOnlyDictionary<string, string> Metadata,
    TaskError? Error,
    JsonElement? Result)
{
    public static TaskView Of(AgentTask task, long? position = null, JsonElement? result = null) => new(
        task.Id.ToString(),
        task.Status.ToApi(),
        task.Agent,
        task.AgentVersion,
        task.Lane.ToApi(),
        task.Tenant.Value,
        task.CreatedAt,
        task.NotBefore,
        task.Deadline,
        task.StartedAt,
        task.FinishedAt,
        task.Status == AgentTaskStatus.Queued && task.Attempts.Count > 0 ? task.DueAt : null,
        position,
        task.Model,
        new UsageView(task.Usage.Input, task.Usage.CachedInput, task.Usage.Output, task.Usage.Estimated),
        task.Cost.Amount,
        task.Attempts,
        task.Redrives.Count > 0 ? task.Redrives : null,
        task.Metadata,
        task.Error,
        result);
}

/// <summary>Tokens that a task took.</summary>
/// <param name="Estimated">True when a provider reported none and they were counted here.</param>
internal sealed record UsageView(long InputTokens, long CachedInputTokens, long OutputTokens, bool Estimated);
