using AgentFunctions.Backlog;
using AgentFunctions.Costs;
using AgentFunctions.Queues;
using AgentFunctions.Webhooks;

namespace AgentFunctions.Overview;

/// <summary>How everything stands at a moment, as one tenant sees it: the queues and workers, which all tenants share, and what its own tasks came to.</summary>
/// <param name="Lanes">What waits in each lane's queue.</param>
/// <param name="Backlog">What waits by lane and agent.</param>
/// <param name="Workers">Null where the platform owns the workers.</param>
/// <param name="Webhooks">What waits in the callbacks' queue.</param>
/// <param name="Hours">The last 24 hours and the running one, oldest first.</param>
public sealed record OverviewReport(
    DateTimeOffset At,
    IReadOnlyList<LaneDepth> Lanes,
    BacklogReport Backlog,
    WorkerFigures? Workers,
    WebhookDepth Webhooks,
    IReadOnlyList<HourFigures> Hours)
{
    /// <summary>Start of the running day, UTC.</summary>
    public DateTimeOffset Day => new(At.UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>Sum of the running day's hours.</summary>
    public LedgerAmounts Today => Hours.Where(h => h.Hour >= Day).Select(h => h.Amounts).Aggregate(default(LedgerAmounts), LedgerAmounts.Add);

    /// <summary>True when the other one shows the same, but for its moment.</summary>
    public bool ShowsSameAs(OverviewReport other) =>
        Lanes.SequenceEqual(other.Lanes)
        && Lanes.All(l => Backlog.Of(l.Lane) == other.Backlog.Of(l.Lane))
        && Backlog.Agents.SequenceEqual(other.Backlog.Agents)
        && Workers == other.Workers
        && Webhooks == other.Webhooks
        && Day == other.Day
        && Hours.SequenceEqual(other.Hours);
}

/// <summary>A pool of workers.</summary>
/// <param name="Now">Workers there are.</param>
/// <param name="Busy">Those of them with a task in hand.</param>
/// <param name="Min">Workers that are always there.</param>
/// <param name="Max">Workers there can be.</param>
public readonly record struct WorkerFigures(int Now, int Busy, int Min, int Max);

/// <summary>What a tenant's tasks came to in an hour.</summary>
/// <param name="Hour">Its start, UTC.</param>
public readonly record struct HourFigures(DateTimeOffset Hour, LedgerAmounts Amounts);
