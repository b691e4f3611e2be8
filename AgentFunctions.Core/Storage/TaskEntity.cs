using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using Azure.Data.Tables;

namespace AgentFunctions.Storage;

/// <summary>
/// How a task stands in table <c>tasks</c>: columns for what is filtered on and for its payloads, one column for the rest of what
/// was asked, one for the rest of what has become of it. Few columns, since each costs at every write.
/// </summary>
internal static class TaskEntity
{
    private const int MostState = 30_000;
    private const string Mark = "Write";
    private const string Status = "Status";
    private const string Agent = "Agent";
    private const string Tenant = "Tenant";
    private const string Request = "Request";
    private const string State = "State";
    private const string Input = "Input";
    private const string Result = "Result";
    private const string FinishedAt = "FinishedAt";
    private const string ErrorCode = "ErrorCode";

    // Not in the state, which has no room for a note of any length beside very many attempts.
    private const string Feedback = "Feedback";

    private const string Callback = "Callback";

    /// <summary>Column of the state of a task's callback, a <see cref="Tasks.CallbackStatus"/>.</summary>
    public const string CallbackStatus = "CallbackStatus";

    /// <summary>The columns that <see cref="ReadScanned"/> needs.</summary>
    public static readonly string[] Scanned = ["RowKey", Tenant, Agent, Status, Request, State, FinishedAt];

    /// <summary>The whole task.</summary>
    public static TableEntity Of(AgentTask task)
    {
        TableEntity entity = ChangeOf(task);
        entity[Agent] = task.Agent;
        entity[Tenant] = task.Tenant.Value;
        entity[Request] = JsonSerializer.Serialize(StoredRequest.Of(task), StorageJson.Default.StoredRequest);
        SetPayload(entity, Input, task.Input);
        return entity;
    }

    /// <summary>What has become of the task; merged into the stored entity, so that its input does not travel again.</summary>
    /// <remarks>A merge cannot take a column away: what a state does not have is left out when it is read.</remarks>
    public static TableEntity ChangeOf(AgentTask task)
    {
        TableEntity entity = new(task.Id.PartitionKey, task.Id.ToString())
        {
            [Mark] = Guid.NewGuid().ToString("n"),
            [Status] = task.Status.ToString(),
            [State] = StateOf(task),
        };
        SetPayload(entity, Result, task.Result);
        Set(entity, FinishedAt, task.FinishedAt);
        Set(entity, ErrorCode, task.Error?.Code);
        Set(entity, Feedback, task.Feedback is { } feedback ? JsonSerializer.Serialize(feedback, StorageJson.Default.TaskFeedback) : null);
        Set(entity, Callback, task.Callback is { } callback ? JsonSerializer.Serialize(callback, StorageJson.Default.TaskCallback) : null);
        Set(entity, CallbackStatus, task.Callback?.Status.ToString());
        return entity;
    }

    /// <summary>Bytes on the wire, roughly and rather too many.</summary>
    public static int SizeOf(AgentTask task) =>
        4096 + ((task.Route?.Candidates.Count ?? 0) * 300) + task.Attempts.Sum(a => 400 + (300 * (a.Calls.Count + a.Turns.Count)))
        + (3 * (LengthOf(task.Input) + LengthOf(task.Result))) + (6 * (task.Feedback?.Note?.Length ?? 0));

    /// <summary>True when the stored entity is what <paramref name="written"/> made of it.</summary>
    public static bool IsSameWrite(TableEntity stored, TableEntity written) => stored.GetString(Mark) == written.GetString(Mark);

    public static AgentTask Read(TableEntity entity)
    {
        StoredRequest request = JsonSerializer.Deserialize(entity.GetString(Request), StorageJson.Default.StoredRequest)!;
        StoredState state = JsonSerializer.Deserialize(entity.GetString(State), StorageJson.Default.StoredState)!;
        AgentTaskStatus status = Enum.Parse<AgentTaskStatus>(entity.GetString(Status));
        AgentTask asked = request.ToTask(TaskId.Parse(entity.RowKey), entity.GetString(Tenant), entity.GetString(Agent), ReadPayload(entity, Input)!, state.DueAt);
        return asked with
        {
            Status = status,
            Attempts = state.Attempts ?? [],
            Redrives = state.Redrives ?? [],
            Lease = state.Lease,
            Leader = state.Leader,
            WaitingFor = state.WaitingFor,
            StartedAt = state.StartedAt,
            Model = state.Model,
            Source = state.Source,
            Route = state.Route,
            Usage = state.Usage ?? default,
            Cost = Usd.FromMicros(state.CostMicros ?? 0),
            Result = status == AgentTaskStatus.Succeeded ? ReadPayload(entity, Result) : null,
            FinishedAt = TaskLifecycle.IsFinal(status) ? entity.GetDateTimeOffset(FinishedAt) : null,
            Error = status is AgentTaskStatus.Failed or AgentTaskStatus.DeadLettered && entity.GetString(ErrorCode) is { } code
                ? new TaskError(code, state.ErrorMessage ?? string.Empty)
                : null,
            Feedback = status == AgentTaskStatus.Succeeded && entity.GetString(Feedback) is { } feedback
                ? JsonSerializer.Deserialize(feedback, StorageJson.Default.TaskFeedback)
                : null,
            Callback = TaskLifecycle.IsFinal(status) && entity.GetString(Callback) is { } callback ? JsonSerializer.Deserialize(callback, StorageJson.Default.TaskCallback) : null,
            ETag = entity.ETag.ToString(),
        };
    }

    /// <summary>The task without its payloads.</summary>
    public static ScannedTask ReadScanned(TableEntity entity)
    {
        StoredRequest request = JsonSerializer.Deserialize(entity.GetString(Request), StorageJson.Default.StoredRequest)!;
        StoredState state = JsonSerializer.Deserialize(entity.GetString(State), StorageJson.Default.StoredState)!;
        AgentTaskStatus status = Enum.Parse<AgentTaskStatus>(entity.GetString(Status));
        return new ScannedTask(
            TaskId.Parse(entity.RowKey),
            new TenantId(entity.GetString(Tenant)),
            entity.GetString(Agent),
            status,
            TaskLifecycle.IsFinal(status) ? entity.GetDateTimeOffset(FinishedAt) : null,
            request.Cache,
            request.WorkKey is { } key ? new WorkKey(key) : null,
            state.Attempts ?? [],
            state.Model,
            state.Source,
            state.Usage ?? default,
            Usd.FromMicros(state.CostMicros ?? 0));
    }

    // A text of a table has room for 32,768 characters; a task with very many calls keeps the details of its latest ones.
    private static string StateOf(AgentTask task)
    {
        string state = JsonSerializer.Serialize(StoredState.Of(task), StorageJson.Default.StoredState);
        for (int detailed = 3; state.Length > MostState && detailed >= 0; detailed--)
        {
            IEnumerable<TaskAttempt> attempts = task.Attempts.Index().Select(a => a.Index < task.Attempts.Count - detailed ? a.Item with { Calls = [], Turns = [] } : a.Item);
            state = JsonSerializer.Serialize(StoredState.Of(task with { Attempts = [.. attempts] }), StorageJson.Default.StoredState);
        }

        return state;
    }

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
