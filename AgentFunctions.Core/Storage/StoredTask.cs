using AgentFunctions.Costs;
using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>What was asked, as JSON: in one column of the table, and in messages.</summary>
internal sealed record StoredRequest(
    string AgentVersion,
    Lane Lane,
    long? Ticket,
    double? Quality,
    bool? Explore,
    DateTimeOffset? Deadline,
    DateTimeOffset? NotBefore,
    long? MaxCostMicros,
    TaskCachePolicy? Cache,
    bool? Stream,
    string? WorkKey,
    IReadOnlyDictionary<string, string>? Metadata,
    Uri? Callback = null)
{
    public static StoredRequest Of(AgentTask task) => new(
        task.AgentVersion,
        task.Lane,
        task.Ticket,
        task.Quality,
        task.Explore,
        task.Deadline,
        task.NotBefore,
        task.MaxCost?.Micros,
        task.Cache,
        task.Stream ? true : null,
        task.WorkKey?.Value,
        task.Metadata.Count == 0 ? null : task.Metadata,
        task.CallbackUrl);

    /// <summary>The task as it was asked for, before anything became of it.</summary>
    public AgentTask ToTask(TaskId id, string tenant, string agent, Payload input, DateTimeOffset dueAt) => new()
    {
        Id = id,
        Tenant = new TenantId(tenant),
        Agent = agent,
        AgentVersion = AgentVersion,
        Lane = Lane,
        Input = input,
        DueAt = dueAt,
        Ticket = Ticket,
        Quality = Quality,
        Explore = Explore,
        Deadline = Deadline,
        NotBefore = NotBefore,
        MaxCost = MaxCostMicros is { } maxCost ? Usd.FromMicros(maxCost) : null,
        Cache = Cache,
        Stream = Stream ?? false,
        WorkKey = WorkKey is { } key ? new WorkKey(key) : null,
        Metadata = Metadata ?? new Dictionary<string, string>(),
        CallbackUrl = Callback,
    };
}

/// <summary>What has become of a task, as JSON in one column.</summary>
internal sealed record StoredState(
    DateTimeOffset DueAt,
    IReadOnlyList<TaskAttempt>? Attempts,
    IReadOnlyList<TaskRedrive>? Redrives,
    TaskLease? Lease,
    TaskId? Leader,
    WaitReason? WaitingFor,
    DateTimeOffset? StartedAt,
    string? Model,
    AnswerSource? Source,
    TaskRoute? Route,
    TokenUsage? Usage,
    long? CostMicros,
    string? ErrorMessage)
{
    public static StoredState Of(AgentTask task) => new(
        task.DueAt,
        task.Attempts.Count == 0 ? null : task.Attempts,
        task.Redrives.Count == 0 ? null : task.Redrives,
        task.Lease,
        task.Leader,
        task.WaitingFor,
        task.StartedAt,
        task.Model,
        task.Source,
        task.Route,
        task.Usage == default ? null : task.Usage,
        task.Cost == default ? null : task.Cost.Micros,
        task.Error?.Message);
}
