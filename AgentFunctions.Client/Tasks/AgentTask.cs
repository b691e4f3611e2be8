using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Client;

/// <summary>A task as the server shows it.</summary>
public sealed record AgentTask
{
    public required string Id { get; init; }

    public required AgentTaskStatus Status { get; init; }

    public required string Agent { get; init; }

    public string AgentVersion { get; init; } = string.Empty;

    public Lane Lane { get; init; }

    public string Tenant { get; init; } = string.Empty;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When a task that waits for a further attempt is due.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>About how many tasks of the lane are begun up to this one; only of one that waits and is due.</summary>
    public long? Position { get; init; }

    /// <summary>The model that gave the answer.</summary>
    public string? Model { get; init; }

    /// <summary>Why that model, as the server explains it; null when there was no choice.</summary>
    public JsonElement? Route { get; init; }

    public TokenUsage Usage { get; init; } = new(0, 0, 0, Estimated: false);

    /// <summary>US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>The task whose answer it was given; null when a model was called for it.</summary>
    public AnswerSource? AnsweredBy { get; init; }

    /// <summary>Id of the identical open task whose answer it waits for.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>Why a queued task waits for longer than its turn.</summary>
    public WaitReason? WaitingFor { get; init; }

    public IReadOnlyList<TaskAttempt> Attempts { get; init; } = [];

    public IReadOnlyList<TaskRedrive>? Redrives { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Why it did not succeed.</summary>
    public TaskError? Error { get; init; }

    /// <summary>What the client said of the answer, last.</summary>
    public TaskFeedback? Feedback { get; init; }

    /// <summary>The answer of a task that succeeded. Lists leave it out.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>What has become of telling its end to the request's callback, as the server explains it; null when nobody is to be told.</summary>
    public JsonElement? Callback { get; init; }

    /// <summary>True when nothing more happens to it by itself.</summary>
    [JsonIgnore]
    public bool IsFinal => IsOver(Status);

    /// <summary>When the server says it is worth looking again; null when it did not say.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when an earlier request with the same idempotency key had made the task.</summary>
    [JsonIgnore]
    public bool IsReplayed { get; init; }

    /// <summary>The version that was answered, quoted; null in lists and events.</summary>
    [JsonIgnore]
    internal string? ETag { get; init; }

    internal static bool IsOver(AgentTaskStatus status) => status is not (AgentTaskStatus.Queued or AgentTaskStatus.Running);
}
