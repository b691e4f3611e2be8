using AgentFunctions.Tasks;

namespace AgentFunctions.Storage;

/// <summary>Which tasks to list; what is null does not narrow.</summary>
public sealed record TaskFilter
{
    /// <summary>Most tasks on a page.</summary>
    public const int MaxPageSize = 1000;

    public TenantId? Tenant { get; init; }

    /// <summary>Any of these; empty: all.</summary>
    public IReadOnlyList<AgentTaskStatus> Statuses { get; init; } = [];

    /// <summary>Also tasks that have ended and whose callback is due, whatever <see cref="Statuses"/> says.</summary>
    public bool OrCallbackDue { get; init; }

    /// <summary>State of the task's callback.</summary>
    public CallbackStatus? Callback { get; init; }

    public string? Agent { get; init; }

    /// <summary>Created at or after this moment.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before this moment.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Code of the error it ended with; see <see cref="TaskError"/>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Ended at or after this moment.</summary>
    public DateTimeOffset? FinishedFrom { get; init; }

    /// <summary>Ended before this moment.</summary>
    public DateTimeOffset? FinishedTo { get; init; }

    /// <summary>Continuation token of the page before, which is the id of its last task; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Tasks on a page, 1 to <see cref="MaxPageSize"/>.</summary>
    public int PageSize { get; init; } = 100;

    public bool Matches(AgentTask task) =>
        (Tenant is null || task.Tenant == Tenant)
        && (Statuses.Count == 0 || Statuses.Contains(task.Status) || (OrCallbackDue && task.Callback?.Status == CallbackStatus.Pending))
        && (Callback is null || task.Callback?.Status == Callback)
        && (Agent is null || task.Agent == Agent)
        && (ErrorCode is null || task.Error?.Code == ErrorCode)
        && (FinishedFrom is null || task.FinishedAt >= FinishedFrom)
        && (FinishedTo is null || task.FinishedAt < FinishedTo)
        && (From is null || task.CreatedAt >= From)
        && (To is null || task.CreatedAt < To);
}

/// <summary>One page of a list.</summary>
/// <param name="Next">Token for the page that follows; null on the last one.</param>
public sealed record TaskPage(IReadOnlyList<AgentTask> Tasks, string? Next);
