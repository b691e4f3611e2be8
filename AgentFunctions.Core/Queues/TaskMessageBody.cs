using System.Text.Json.Serialization;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Queues;

/// <summary>A <see cref="TaskMessage"/> as JSON.</summary>
internal sealed record TaskMessageBody(string? Task, int Attempt, Lane? Lane, DateTimeOffset DueAt, long Tag, bool? PutOff, bool? Small, TaskSnapshot? Snapshot)
{
    [JsonPropertyName("traceparent"), JsonConverter(typeof(OptionalText))]
    public string? TraceParent { get; init; }

    [JsonPropertyName("tracestate"), JsonConverter(typeof(OptionalText))]
    public string? TraceState { get; init; }

    public static TaskMessageBody Of(TaskMessage message) => new(
        message.Task.ToString(), message.Attempt, message.Lane, message.DueAt, message.Tag, message.IsPutOff ? true : null, message.IsSmall ? true : null, message.Snapshot is { } task ? TaskSnapshot.Of(task) : null)
    {
        TraceParent = message.Trace is { } trace ? TraceContext.ParentOf(trace) : null,
        TraceState = message.Trace is { } context ? TraceContext.StateOf(context) : null,
    };

    public TaskMessage? ToMessage()
    {
        Lane lane = Lane ?? Tasks.Lane.Standard;
        return TaskId.TryParse(Task, out TaskId id) && Enum.IsDefined(lane)
            ? new TaskMessage(id, Attempt, lane, DueAt) { Tag = Tag, IsPutOff = PutOff ?? false, IsSmall = Small ?? false, Trace = TraceContext.Read(TraceParent, TraceState), Snapshot = Snapshot?.ToTask(id, lane) }
            : null;
    }
}

/// <summary>A task that waits for its first attempt, as it stands in a message.</summary>
internal sealed record TaskSnapshot(string? ETag, string? Tenant, string? Agent, string? Input, DateTimeOffset DueAt, StoredRequest? Request)
{
    private const string Anything = "*";

    public static TaskSnapshot Of(AgentTask task) =>
        new(task.ETag, task.Tenant.Value, task.Agent, ((Payload.Inline)task.Input).Json, task.DueAt, StoredRequest.Of(task));

    /// <summary>Null when something that every task has is missing, or when its ETag would fit any state of the task.</summary>
    public AgentTask? ToTask(TaskId id, Lane lane) =>
        ETag is null or Anything || Tenant is null || Agent is null || Input is null || Request is not { AgentVersion: not null } || Request.Lane != lane
            ? null
            : Request.ToTask(id, Tenant, Agent, new Payload.Inline(Input), DueAt) with { ETag = ETag };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TaskMessageBody))]
internal sealed partial class QueueJson : JsonSerializerContext;
