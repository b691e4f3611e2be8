using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>How a task stands in table <c>tasks</c>: columns for what is filtered on, JSON for the rest.</summary>
internal static class TaskEntity
{
    public const string Status = "Status";
    public const string Agent = "Agent";
    public const string Tenant = "Tenant";

    private const string Mark = "Write";

    /// <summary>The whole task.</summary>
    public static TableEntity Of(AgentTask task)
    {
        TableEntity entity = ChangeOf(task);
        entity[Agent] = task.Agent;
        entity[Tenant] = task.Tenant.Value;
        entity["AgentVersion"] = task.AgentVersion;
        entity["Lane"] = task.Lane.ToString();
        SetPayload(entity, "Input", task.Input);
        Set(entity, "Ticket", task.Ticket);
        Set(entity, "Quality", task.Quality);
        Set(entity, "Deadline", task.Deadline);
        Set(entity, "NotBefore", task.NotBefore);
        Set(entity, "MaxCostMicros", task.MaxCost?.Micros);
        Set(entity, "CacheUse", task.Cache?.Use);
        Set(entity, "CacheMaxAgeSeconds", task.Cache?.MaxAge?.TotalSeconds);
        Set(entity, "Metadata", task.Metadata.Count == 0 ? null : JsonSerializer.Serialize(task.Metadata, StorageJson.Default.IReadOnlyDictionaryStringString));
        return entity;
    }

    /// <summary>What has become of the task; merged into the stored entity, so that its input does not travel again.</summary>
    /// <remarks>A merge cannot take a column away: what a state does not have is left out when it is read.</remarks>
    public static TableEntity ChangeOf(AgentTask task)
    {
        TableEntity entity = new(task.Id.PartitionKey, task.Id.ToString())
        {
            [Mark] = Guid.NewGuid(),
            [Status] = task.Status.ToString(),
            ["DueAt"] = task.DueAt,
            ["Attempts"] = JsonSerializer.Serialize(task.Attempts, StorageJson.Default.IReadOnlyListTaskAttempt),
            ["InputTokens"] = task.Usage.Input,
            ["CachedInputTokens"] = task.Usage.CachedInput,
            ["OutputTokens"] = task.Usage.Output,
            ["TokensEstimated"] = task.Usage.Estimated,
            ["CostMicros"] = task.Cost.Micros,
        };
        SetPayload(entity, "Result", task.Result);
        Set(entity, "Redrives", task.Redrives.Count == 0 ? null : JsonSerializer.Serialize(task.Redrives, StorageJson.Default.IReadOnlyListTaskRedrive));
        Set(entity, "LeaseOwner", task.Lease?.Owner);
        Set(entity, "LeaseUntil", task.Lease?.Until);
        Set(entity, "StartedAt", task.StartedAt);
        Set(entity, "FinishedAt", task.FinishedAt);
        Set(entity, "Model", task.Model);
        Set(entity, "ErrorCode", task.Error?.Code);
        Set(entity, "ErrorMessage", task.Error?.Message);
        return entity;
    }

    /// <summary>Bytes on the wire, roughly and rather too many.</summary>
    public static int SizeOf(AgentTask task) =>
        4096 + (400 * task.Attempts.Count) + (3 * (LengthOf(task.Input) + LengthOf(task.Result)));

    /// <summary>True when the stored entity is what <paramref name="written"/> made of it.</summary>
    public static bool IsSameWrite(TableEntity stored, TableEntity written) => stored.GetGuid(Mark) == written.GetGuid(Mark);

    public static AgentTask Read(TableEntity entity)
    {
        AgentTask task = ReadAll(entity);
        return task with
        {
            Lease = task.Status == AgentTaskStatus.Running ? task.Lease : null,
            Result = task.Status == AgentTaskStatus.Succeeded ? task.Result : null,
            FinishedAt = task.IsFinal ? task.FinishedAt : null,
            Error = task.Status is AgentTaskStatus.Failed or AgentTaskStatus.DeadLettered ? task.Error : null,
        };
    }

    private static AgentTask ReadAll(TableEntity entity) => new()
    {
        Id = TaskId.Parse(entity.RowKey),
        Tenant = new TenantId(entity.GetString(Tenant)),
        Agent = entity.GetString(Agent),
        AgentVersion = entity.GetString("AgentVersion"),
        Lane = Enum.Parse<Lane>(entity.GetString("Lane")),
        Status = Enum.Parse<AgentTaskStatus>(entity.GetString(Status)),
        Input = ReadPayload(entity, "Input")!,
        Result = ReadPayload(entity, "Result"),
        Ticket = entity.GetInt64("Ticket"),
        Quality = entity.GetDouble("Quality"),
        Deadline = entity.GetDateTimeOffset("Deadline"),
        NotBefore = entity.GetDateTimeOffset("NotBefore"),
        MaxCost = entity.GetInt64("MaxCostMicros") is { } maxCost ? Usd.FromMicros(maxCost) : null,
        Cache = ReadCache(entity),
        Metadata = entity.GetString("Metadata") is { } metadata
            ? JsonSerializer.Deserialize(metadata, StorageJson.Default.IReadOnlyDictionaryStringString)!
            : new Dictionary<string, string>(),
        DueAt = entity.GetDateTimeOffset("DueAt")!.Value,
        Attempts = JsonSerializer.Deserialize(entity.GetString("Attempts"), StorageJson.Default.IReadOnlyListTaskAttempt)!,
        Redrives = entity.GetString("Redrives") is { } redrives ? JsonSerializer.Deserialize(redrives, StorageJson.Default.IReadOnlyListTaskRedrive)! : [],
        Lease = entity.GetString("LeaseOwner") is { } owner ? new TaskLease(owner, entity.GetDateTimeOffset("LeaseUntil")!.Value) : null,
        StartedAt = entity.GetDateTimeOffset("StartedAt"),
        FinishedAt = entity.GetDateTimeOffset("FinishedAt"),
        Error = entity.GetString("ErrorCode") is { } code ? new TaskError(code, entity.GetString("ErrorMessage")) : null,
        Model = entity.GetString("Model"),
        Usage = new TokenUsage(
            entity.GetInt64("InputTokens")!.Value, entity.GetInt64("CachedInputTokens")!.Value, entity.GetInt64("OutputTokens")!.Value, entity.GetBoolean("TokensEstimated")!.Value),
        Cost = Usd.FromMicros(entity.GetInt64("CostMicros")!.Value),
        ETag = entity.ETag.ToString(),
    };

    private static TaskCachePolicy? ReadCache(TableEntity entity) => (entity.GetBoolean("CacheUse"), entity.GetDouble("CacheMaxAgeSeconds")) switch
    {
        (null, null) => null,
        var (use, maxAge) => new TaskCachePolicy(use, maxAge is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
    };

    private static int LengthOf(Payload? payload) => (payload as Payload.Inline)?.Json.Length ?? 0;

    private static void SetPayload(TableEntity entity, string name, Payload? payload)
    {
        Set(entity, name, (payload as Payload.Inline)?.Json);
        Set(entity, name + "Blob", (payload as Payload.Blob)?.Name);
    }

    private static Payload? ReadPayload(TableEntity entity, string name) =>
        entity.GetString(name) is { } json ? new Payload.Inline(json)
        : entity.GetString(name + "Blob") is { } blob ? new Payload.Blob(blob)
        : null;

    private static void Set(TableEntity entity, string name, object? value)
    {
        if (value is not null)
        {
            entity[name] = value;
        }
    }
}
