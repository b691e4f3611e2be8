using System.Text.Json.Serialization;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Queues;

/// <summary>A <see cref="TaskMessage"/> as JSON.</summary>
internal sealed record TaskMessageBody(string? Task, int Attempt, Lane? Lane, DateTimeOffset DueAt, long Tag, TaskSnapshot? Snapshot)
{
    public static TaskMessageBody Of(TaskMessage message) => new(
        message.Task.ToString(), message.Attempt, message.Lane, message.DueAt, message.Tag, message.Snapshot is { } task ? TaskSnapshot.Of(task) : null);

    public TaskMessage? ToMessage()
    {
        Lane lane = Lane ?? Tasks.Lane.Standard;
        return TaskId.TryParse(Task, out TaskId id) && Enum.IsDefined(lane)
            ? new TaskMessage(id, Attempt, lane, DueAt) { Tag = Tag, Snapshot = Snapshot?.ToTask(id, lane) }
            : null;
    }
}

/// <summary>A task that waits for its first attempt, as it stands in a message.</summary>
internal sealed record TaskSnapshot(
    string? ETag,
    string? Tenant,
    string? Agent,
    string? AgentVersion,
    string? Input,
    DateTimeOffset DueAt,
    double? Quality,
    DateTimeOffset? Deadline,
    DateTimeOffset? NotBefore,
    long? MaxCostMicros,
    TaskCachePolicy? Cache,
    IReadOnlyDictionary<string, string>? Metadata)
{
    private const string Anything = "*";

    public static TaskSnapshot Of(AgentTask task) => new(
        task.ETag,
        task.Tenant.Value,
        task.Agent,
        task.AgentVersion,
        ((Payload.Inline)task.Input).Json,
        task.DueAt,
        task.Quality,
        task.Deadline,
        task.NotBefore,
        task.MaxCost?.Micros,
        task.Cache,
        task.Metadata.Count == 0 ? null : task.Metadata);

    /// <summary>Null when something that every task has is missing, or when its ETag would fit any state of the task.</summary>
    public AgentTask? ToTask(TaskId id, Lane lane) => ETag is null or Anything || Tenant is null || Agent is null || AgentVersion is null || Input is null
        ? null
        : new AgentTask
        {
            Id = id,
            Tenant = new TenantId(Tenant),
            Agent = Agent,
            AgentVersion = AgentVersion,
            Lane = lane,
            Input = new Payload.Inline(Input),
            DueAt = DueAt,
            Quality = Quality,
            Deadline = Deadline,
            NotBefore = NotBefore,
            MaxCost = MaxCostMicros is { } micros ? Usd.FromMicros(micros) : null,
            Cache = Cache,
            Metadata = Metadata ?? new Dictionary<string, string>(),
            ETag = ETag,
        };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TaskMessageBody))]
internal sealed partial class QueueJson : JsonSerializerContext;
