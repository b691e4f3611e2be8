using System.Text.Json;

namespace AgentFunctions.Client;

/// <summary>Something that happened to a task.</summary>
/// <param name="Kind">One of <see cref="TaskEventKind"/>; a newer server may have others.</param>
/// <param name="Id">Its place in the stream; null when the server has no events and the task was polled.</param>
/// <param name="Data">What the server says of it.</param>
/// <param name="Task">The task as it is; always there in the final event, and when polled.</param>
public sealed record TaskEvent(string Kind, string? Id, JsonElement Data, AgentTask? Task)
{
    /// <summary>True of the last event: the task has ended.</summary>
    public bool IsFinal => TaskEventKind.IsFinal(Kind);

    /// <summary>The piece of the answer's text that a <see cref="TaskEventKind.Delta"/> brings; null of other events.</summary>
    public string? Text => Kind != TaskEventKind.Delta ? null : Data.ValueKind switch
    {
        JsonValueKind.String => Data.GetString(),
        JsonValueKind.Object when Data.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String => text.GetString(),
        _ => null,
    };
}

/// <summary>Kinds of events, as the API spells them.</summary>
public static class TaskEventKind
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Escalated = "escalated";
    public const string Batched = "batched";
    public const string AttemptFailed = "attemptFailed";
    public const string Waiting = "waiting";
    public const string Delta = "delta";

    /// <summary>The deltas so far are void: the answer starts anew.</summary>
    public const string Restarted = "restarted";

    /// <summary>Somebody sent it round again after it had been set aside.</summary>
    public const string Redriven = "redriven";

    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
    public const string DeadLettered = "deadLettered";

    internal static bool IsFinal(string kind) => kind is Succeeded or Failed or Cancelled or DeadLettered;

    internal static string Of(AgentTaskStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
