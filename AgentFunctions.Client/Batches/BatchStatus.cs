namespace AgentFunctions.Client;

/// <summary>A batch as it stands: the tasks that came in one request and were accepted.</summary>
/// <param name="Counts">Tasks by status, as the API spells it.</param>
/// <param name="Finished">Whether all are over.</param>
/// <param name="Tasks">In the order in which they came.</param>
public sealed record BatchStatus(string Id, DateTimeOffset CreatedAt, int Total, IReadOnlyDictionary<string, int> Counts, bool Finished, IReadOnlyList<BatchTask> Tasks);

/// <summary>A task of a batch.</summary>
public sealed record BatchTask(string Id, AgentTaskStatus Status);

/// <summary>Something that happened to a batch.</summary>
/// <param name="Kind">The status that a task is in now, as the API spells it, or <c>finished</c>; a newer server may have others.</param>
/// <param name="Id">Its place in the stream; null when the server has no events and the batch was polled.</param>
/// <param name="Task">How a task of it stands; null when it is not about one.</param>
/// <param name="Counts">Tasks by status; only of the last event.</param>
public sealed record BatchEvent(string Kind, string? Id, BatchTaskState? Task, IReadOnlyDictionary<string, int>? Counts)
{
    internal const string Finished = "finished";

    /// <summary>True of the last event: all tasks are over.</summary>
    public bool IsFinal => Kind == Finished;
}

/// <summary>How a task of a batch stands. Its result is read with <see cref="AgentFunctionsClient.GetAsync"/>.</summary>
/// <param name="Task">Its id.</param>
/// <param name="Attempt">Number of the latest attempt; 0 when there was none. Null, as all that follows, when the batch was polled.</param>
/// <param name="Model">The model that gave the answer.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="AnsweredBy">The task whose answer it was given; null when a model was called for it.</param>
/// <param name="Error">What the latest attempt failed of.</param>
public sealed record BatchTaskState(
    string Task, AgentTaskStatus Status, int? Attempt = null, DateTimeOffset? FinishedAt = null, string? Model = null, decimal? Cost = null, AnswerSource? AnsweredBy = null, TaskError? Error = null)
{
    /// <summary>True when nothing more happens to the task by itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFinal => AgentTask.IsOver(Status);
}

/// <summary>What became of one task of a batch in the end.</summary>
/// <param name="Item">What became of submitting it.</param>
/// <param name="Task">The task in its final state, with its result; null when it was refused.</param>
public sealed record BatchResult(BatchItem Item, AgentTask? Task);

internal sealed record BatchEnd(IReadOnlyDictionary<string, int> Counts);
