using AgentFunctions.Costs;

namespace AgentFunctions.Tasks;

/// <summary>One task as it is stored: what was asked, and what has become of it so far.</summary>
public sealed record AgentTask
{
    public required TaskId Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>Name of the agent that runs it.</summary>
    public required string Agent { get; init; }

    /// <summary>Version of the agent at intake.</summary>
    public required string AgentVersion { get; init; }

    public required Lane Lane { get; init; }

    /// <summary>The client's input, one JSON value.</summary>
    public required Payload Input { get; init; }

    public AgentTaskStatus Status { get; init; } = AgentTaskStatus.Queued;

    /// <summary>Pass rate the answer needs, 0 to 1; null leaves it to the agent.</summary>
    public double? Quality { get; init; }

    /// <summary>Not started after this moment.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Not started before this moment.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>No model call is made that could take the task's cost past this.</summary>
    public Usd? MaxCost { get; init; }

    /// <summary>False: no model is tried on it only to learn more of that model; null leaves it to the agent.</summary>
    public bool? Explore { get; init; }

    public TaskCachePolicy? Cache { get; init; }

    /// <summary>True: its answer is to be seen while it is written.</summary>
    public bool Stream { get; init; }

    /// <summary>The same for identical tasks, whose answers are interchangeable; null for a task from before there were any.</summary>
    public WorkKey? WorkKey { get; init; }

    /// <summary>The identical open task whose answer this one waits for; null when it runs itself.</summary>
    public TaskId? Leader { get; init; }

    /// <summary>The client's own labels.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the task is to be told once it has ended; null: nowhere. It may carry a token, so it is never logged whole.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>When its queue message becomes visible: at intake, at <see cref="NotBefore"/>, or after a back-off.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Why it waits for longer than its turn; null when it does not.</summary>
    public WaitReason? WaitingFor { get; init; }

    /// <summary>Its place in line at intake, counted from the first task of its lane ever; for estimates.</summary>
    public long? Ticket { get; init; }

    public IReadOnlyList<TaskAttempt> Attempts { get; init; } = [];

    /// <summary>How often a person sent it round again, oldest first.</summary>
    public IReadOnlyList<TaskRedrive> Redrives { get; init; } = [];

    /// <summary>Who is at work on it, and until when that holds; null when nobody is.</summary>
    public TaskLease? Lease { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public Payload? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Model that gave the answer.</summary>
    public string? Model { get; init; }

    /// <summary>Why it was given its model; null when one model takes all its agent's tasks, or none has been asked yet.</summary>
    public TaskRoute? Route { get; init; }

    /// <summary>Tokens of all attempts.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Price of all attempts.</summary>
    public Usd Cost { get; init; }

    /// <summary>Whose answer it was given; null when a model was called for it.</summary>
    public AnswerSource? Source { get; init; }

    /// <summary>What the client said of the answer, last; null when nothing.</summary>
    public TaskFeedback? Feedback { get; init; }

    /// <summary>What has become of telling its end to <see cref="CallbackUrl"/>; null while it is open, and when nobody is to be told.</summary>
    public TaskCallback? Callback { get; init; }

    /// <summary>True: this change calls for a message that leads to a try of the callback. As <see cref="Charges"/>, only on its way to the store.</summary>
    public bool CallsBack { get; init; }

    /// <summary>
    /// Ledger entries that this change makes, stored with it in one transaction. Only on its way to the store: a task that was
    /// read or stored has none.
    /// </summary>
    public IReadOnlyList<LedgerEntry> Charges { get; init; } = [];

    /// <summary>Version of the stored state; an update succeeds only while it is current.</summary>
    public string? ETag { get; init; }

    public DateTimeOffset CreatedAt => Id.CreatedAt;

    /// <summary>Attempts that count against the limit: those since the last redrive, without those a stopping host handed back or that had to wait.</summary>
    public int Tries => Attempts.Count(a =>
        a.Number > (Redrives is [.., var last] ? last.AfterAttempt : 0) && a.Error != TaskError.HandedBack && a.Error?.Code != TaskError.Deferred);

    public bool IsFinal => TaskLifecycle.IsFinal(Status);
}
