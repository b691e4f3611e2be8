using System.Text.Json;

namespace AgentFunctions.Client;

/// <summary>Which dead-lettered tasks to send round again: by <see cref="Ids"/> or by <see cref="Filter"/>, not both.</summary>
public sealed record RedriveRequest
{
    /// <summary>1 to 1,000 task ids.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>An empty filter means all.</summary>
    public RedriveFilter? Filter { get; init; }

    /// <summary>What to change of the tasks.</summary>
    public RedrivePatch? Patch { get; init; }

    /// <summary>True only says what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>Tasks a second, 0.001 to 100,000.</summary>
    /// <value>Null: all at once.</value>
    public double? Rate { get; init; }

    /// <summary>Most tasks of this call, 1 to 1,000.</summary>
    /// <value>Null: 1,000.</value>
    public int? Limit { get; init; }
}

/// <summary>Dead-lettered tasks; what is null does not narrow.</summary>
/// <param name="Reason">Code of the last error.</param>
/// <param name="From">Set aside then or later.</param>
/// <param name="To">Set aside before.</param>
public sealed record RedriveFilter(string? Agent = null, string? Reason = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>What to change of the tasks; what is null stays.</summary>
/// <param name="AgentVersion">Must be the version that the agent has now.</param>
public sealed record RedrivePatch(JsonElement? Input = null, string? AgentVersion = null, Lane? Lane = null);

/// <summary>What became of a redrive.</summary>
/// <param name="Redriven">Tasks in line again; in a dry run: that would be.</param>
/// <param name="More">True when further tasks match than the limit let through.</param>
public sealed record RedriveReport(bool DryRun, int Matched, int Redriven, bool More, IReadOnlyList<RedriveItem> Items);

/// <summary>What became of one task.</summary>
/// <param name="Outcome"><c>redriven</c>, <c>notFound</c>, <c>notDeadLettered</c> or <c>refused</c>.</param>
/// <param name="NextAttemptAt">When it is due again.</param>
/// <param name="Detail">Why it was not redriven.</param>
public sealed record RedriveItem(string Id, string Outcome, DateTimeOffset? NextAttemptAt, string? Detail);
