using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http.Events;

/// <summary>A change of one task of a batch.</summary>
/// <param name="Task">Its id.</param>
/// <param name="Attempt">Number of the latest attempt; 0 when there was none.</param>
/// <param name="FinishedAt">Null while it runs.</param>
/// <param name="Model">The model that gave the answer.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="AnsweredBy">The task whose answer it was given; null when a model was called for it.</param>
/// <param name="Error">What the latest attempt failed of.</param>
internal sealed record BatchEventView(
    string Task, [property: NamesOf(typeof(AgentTaskStatus))] string Status, int Attempt, DateTimeOffset? FinishedAt, string? Model, decimal Cost, AnswerSourceView? AnsweredBy, TaskError? Error)
{
    public static BatchEventView Of(ScannedTask task) => new(
        task.Id.ToString(),
        task.Status.ToApi(),
        task.Attempts.Count,
        task.FinishedAt,
        task.Model,
        task.Cost.Amount,
        task.Source is { } source ? AnswerSourceView.Of(source) : null,
        TaskLifecycle.IsFinal(task.Status) && task.Attempts is [.., var last] ? last.Error : null);
}
