namespace AgentFunctions.Client;

/// <summary>How everything stands: queues and workers of all tenants, tasks and costs of the caller's.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Workers">Null where the platform owns the workers.</param>
/// <param name="Webhooks">What waits in the callbacks' queue.</param>
/// <param name="Today">What tasks came to since the day began, UTC.</param>
/// <param name="Hours">The last 24 hours and the running one, oldest first.</param>
public sealed record Overview(
    DateTimeOffset At, IReadOnlyList<LaneBacklog> Lanes, WorkerCounts? Workers, CallbackBacklog Webhooks, DayFigures Today, IReadOnlyList<HourFigures> Hours);

/// <summary>The pool of workers.</summary>
/// <param name="Now">Workers there are.</param>
/// <param name="Busy">Those of them with a task in hand.</param>
/// <param name="Min">Workers that are always there.</param>
/// <param name="Max">Workers there can be.</param>
public sealed record WorkerCounts(int Now, int Busy, int Min, int Max);

/// <summary>What waits in the callbacks' queue.</summary>
/// <param name="Depth">Tries that are due, those under way included.</param>
/// <param name="Scheduled">Tries for later.</param>
/// <param name="DeadLettered">Messages that nobody could read.</param>
public sealed record CallbackBacklog(long Depth, long Scheduled, long DeadLettered);

/// <summary>What tasks came to since the day began; amounts are US dollars.</summary>
/// <param name="From">Start of the day, UTC.</param>
/// <param name="Tasks">Tasks that ended.</param>
/// <param name="SuccessRate">Share of them that succeeded; null when none ended.</param>
/// <param name="SavedByRouting">Below 0 where routing cost more.</param>
public sealed record DayFigures(
    DateTimeOffset From,
    long Tasks,
    long Succeeded,
    double? SuccessRate,
    long Calls,
    decimal Cost,
    decimal SavedByCache,
    decimal SavedByCoalescing,
    decimal SavedByRouting,
    decimal SavedByBatching,
    long CacheHits,
    long Coalesced,
    long Batched);

/// <summary>What tasks came to in an hour; amounts are US dollars.</summary>
/// <param name="Hour">Its start, UTC.</param>
/// <param name="Saved">By cache, coalescing, routing and batching together.</param>
public sealed record HourFigures(DateTimeOffset Hour, long Tasks, long Succeeded, decimal Cost, decimal Saved);
