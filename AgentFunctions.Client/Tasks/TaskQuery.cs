namespace AgentFunctions.Client;

/// <summary>Which tasks to list. What is null or empty does not narrow.</summary>
public sealed record TaskQuery
{
    public IReadOnlyList<AgentTaskStatus> Statuses { get; init; } = [];

    public string? Agent { get; init; }

    /// <summary>Created then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Created before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Tasks of one request to the server, 1 to 1,000; the list goes on over all of them.</summary>
    /// <value>Default: the server's.</value>
    public int? PageSize { get; init; }
}

/// <summary>Which dead-lettered tasks to list. What is null does not narrow.</summary>
public sealed record DeadLetterQuery
{
    public string? Agent { get; init; }

    /// <summary>Code of the last error, such as <c>model-unavailable</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Set aside then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Set aside before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>As of <see cref="TaskQuery.PageSize"/>.</summary>
    public int? PageSize { get; init; }
}

/// <summary>A page as the server answers it.</summary>
internal sealed record TaskPage(IReadOnlyList<AgentTask>? Tasks, IReadOnlyList<AgentTask>? DeadLetters, string? Next);

/// <summary>The body of POST /tasks/{id}/feedback.</summary>
internal sealed record FeedbackRequest(double Score, string? Note);
