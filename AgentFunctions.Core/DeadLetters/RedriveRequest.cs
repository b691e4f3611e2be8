using System.Text.Json;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.DeadLetters;

/// <summary>Which dead-lettered tasks to send round again, and how.</summary>
public sealed record RedriveRequest
{
    /// <summary>Most tasks of one call.</summary>
    public const int MaxTasks = 1000;

    /// <summary>These tasks; null when <see cref="Filter"/> chooses.</summary>
    public IReadOnlyList<TaskId>? Ids { get; init; }

    /// <summary>All tasks that match; null when <see cref="Ids"/> chooses.</summary>
    public TaskFilter? Filter { get; init; }

    /// <summary>Another input, as JSON.</summary>
    public string? InputJson { get; init; }

    /// <summary><see cref="InputJson"/>, read once for all tasks.</summary>
    internal JsonElement? Input => field ??= InputJson is { } json ? JsonElement.Parse(json) : null;

    /// <summary>The agent's version that the task is meant for now; must be the one that is there.</summary>
    public string? AgentVersion { get; init; }

    public Lane? Lane { get; init; }

    /// <summary>Only say what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>Tasks a second, above 0; null sends all at once.</summary>
    public double? Rate { get; init; }

    /// <summary>Most tasks to send round, 1 to <see cref="MaxTasks"/>.</summary>
    public int Limit { get; init; } = MaxTasks;
}

/// <summary>What became of a redrive.</summary>
/// <param name="More">True when further tasks match the filter than the limit let through.</param>
public sealed record RedriveReport(bool DryRun, IReadOnlyList<RedriveItem> Items, bool More);

/// <summary>What became of one task in a redrive.</summary>
/// <param name="NextAttemptAt">When it is due again; null when it is not.</param>
/// <param name="Detail">Why it was not redriven.</param>
public sealed record RedriveItem(string Id, RedriveOutcome Outcome, DateTimeOffset? NextAttemptAt, string? Detail);

/// <summary>What became of one task in a redrive.</summary>
public enum RedriveOutcome
{
    /// <summary>It is in line again; in a dry run: it would be.</summary>
    Redriven,

    /// <summary>There is no such task.</summary>
    NotFound,

    /// <summary>It is not dead-lettered, or was redriven by somebody else this moment.</summary>
    NotDeadLettered,

    /// <summary>The patch does not fit it, or its agent is no longer there.</summary>
    Refused,
}
