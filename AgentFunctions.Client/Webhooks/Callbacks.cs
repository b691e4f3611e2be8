namespace AgentFunctions.Client;

/// <summary>Which callbacks of tasks that have ended to list. What is null does not narrow.</summary>
public sealed record CallbackQuery
{
    /// <value>Default: those that were given up.</value>
    public CallbackStatus Status { get; init; } = CallbackStatus.Failed;

    public string? Agent { get; init; }

    /// <summary>The task ended then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The task ended before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>As of <see cref="TaskQuery.PageSize"/>.</summary>
    public int? PageSize { get; init; }
}

/// <summary>State of a callback.</summary>
public enum CallbackStatus
{
    /// <summary>A try is due, now or later.</summary>
    Pending,

    /// <summary>The receiver has taken it.</summary>
    Delivered,

    /// <summary>Given up; it may be redriven.</summary>
    Failed,
}

/// <summary>The callback of a task that has ended.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Type">What is told, such as <c>task.succeeded</c>.</param>
/// <param name="At">When the task ended.</param>
public sealed record CallbackItem(string Task, string Agent, string Type, DateTimeOffset? At, CallbackState Callback);

/// <summary>What has become of a callback.</summary>
/// <param name="Target">Where it goes, without path and query.</param>
/// <param name="WebhookId">Header <c>webhook-id</c> of all tries.</param>
/// <param name="NextTryAt">When a further try is due.</param>
/// <param name="LastStatus">HTTP status of the last answer; null when there was none.</param>
/// <param name="LastError">Why the last try failed.</param>
public sealed record CallbackState(
    string Target, CallbackStatus Status, string? WebhookId, int Tries, DateTimeOffset? NextTryAt, DateTimeOffset? LastTryAt, int? LastStatus, string? LastError, DateTimeOffset? DeliveredAt);

/// <summary>Which callbacks that were given up to try again: by <see cref="Ids"/> or by <see cref="Filter"/>, not both.</summary>
public sealed record CallbackRedriveRequest
{
    /// <summary>Those of 1 to 1,000 tasks, by their ids.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>An empty filter means all.</summary>
    public CallbackFilter? Filter { get; init; }

    /// <summary>True only says what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>Most callbacks of this call, 1 to 1,000.</summary>
    /// <value>Null: 1,000.</value>
    public int? Limit { get; init; }
}

/// <summary>Callbacks that were given up; what is null does not narrow.</summary>
/// <param name="From">The task ended then or later.</param>
/// <param name="To">The task ended before.</param>
public sealed record CallbackFilter(string? Agent = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>What became of a redrive of callbacks.</summary>
/// <param name="Redriven">Callbacks that are due again; in a dry run: that would be.</param>
/// <param name="More">True when further callbacks match than the limit let through.</param>
public sealed record CallbackRedriveReport(bool DryRun, int Matched, int Redriven, bool More, IReadOnlyList<CallbackRedriveItem> Items);

/// <summary>What became of one callback.</summary>
/// <param name="Id">Of its task.</param>
/// <param name="Outcome"><c>redriven</c>, <c>notFound</c> or <c>notFailed</c>.</param>
/// <param name="Detail">Why it was not redriven.</param>
public sealed record CallbackRedriveItem(string Id, string Outcome, string? Detail);

internal sealed record CallbackPage(IReadOnlyList<CallbackItem> Callbacks, string? Next);
