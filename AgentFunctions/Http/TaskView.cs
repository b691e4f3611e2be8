using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.Webhooks;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http;

/// <summary>A task as clients see it.</summary>
/// <param name="NextAttemptAt">When a task that waits for a further attempt is due.</param>
/// <param name="Position">About how many tasks of the lane are begun up to this one; only of one that waits and is due.</param>
/// <param name="Model">The model that gave the answer.</param>
/// <param name="Route">Why that model; null when one model takes all tasks of the agent, or none has been asked yet.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="AnsweredBy">The task whose answer it was given; null when a model was called for it.</param>
/// <param name="WaitsFor">Id of the identical open task whose answer it waits for.</param>
/// <param name="Feedback">What the client said of the answer, last.</param>
/// <param name="Callback">What has become of telling the task's end; null when nobody is to be told.</param>
/// <param name="WaitingFor">Why a queued task waits for longer than its turn, and when it is looked at again.</param>
internal sealed record TaskView(
    string Id,
    [property: NamesOf(typeof(AgentTaskStatus))] string Status,
    string Agent,
    string AgentVersion,
    [property: NamesOf(typeof(Lane))] string Lane,
    string Tenant,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Deadline,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? NextAttemptAt,
    long? Position,
    string? Model,
    RouteView? Route,
    UsageView Usage,
    decimal Cost,
    AnswerSourceView? AnsweredBy,
    string? WaitsFor,
    WaitReason? WaitingFor,
    IReadOnlyList<TaskAttemptView> Attempts,
    IReadOnlyList<TaskRedrive>? Redrives,
    IReadOnlyDictionary<string, string> Metadata,
    TaskError? Error,
    TaskFeedback? Feedback,
    CallbackView? Callback,
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
        task.Route is { } route ? RouteView.Of(route) : null,
        UsageView.Of(task.Usage),
        task.Cost.Amount,
        task.Source is { } source ? AnswerSourceView.Of(source) : null,
        task.IsFinal ? null : task.Leader?.ToString(),
        task.WaitingFor,
        [.. task.Attempts.Select(TaskAttemptView.Of)],
        task.Redrives.Count > 0 ? task.Redrives : null,
        task.Metadata,
        task.Error,
        task.Feedback,
        CallbackView.Of(task),
        result);
}

/// <summary>Tokens that a task took.</summary>
/// <param name="Estimated">True when a provider reported none and they were counted here.</param>
internal sealed record UsageView(long InputTokens, long CachedInputTokens, long OutputTokens, bool Estimated)
{
    public static UsageView Of(TokenUsage usage) => new(usage.Input, usage.CachedInput, usage.Output, usage.Estimated);
}

/// <summary>Whose answer a task was given.</summary>
/// <param name="Origin"><c>cache</c>, or <c>leader</c> for an identical task that was open at the same time.</param>
/// <param name="Task">Id of the task that gave it.</param>
/// <param name="Saved">US dollars that the answer had cost.</param>
internal sealed record AnswerSourceView([property: NamesOf(typeof(AnswerOrigin))] string Origin, string Task, decimal Saved)
{
    public static AnswerSourceView Of(AnswerSource source) =>
        new(JsonNamingPolicy.CamelCase.ConvertName(source.Origin.ToString()), source.Task.ToString(), source.Saved.Amount);
}
