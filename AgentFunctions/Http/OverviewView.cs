using AgentFunctions.Costs;
using AgentFunctions.Overview;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>How everything stands: queues and workers of all tenants, tasks and costs of the caller's.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Lanes">As under /backlog.</param>
/// <param name="Workers">Null where the platform owns the workers.</param>
/// <param name="Webhooks">What waits in the callbacks' queue.</param>
/// <param name="Hours">The last 24 hours and the running one, oldest first; those without anything too.</param>
internal sealed record OverviewView(
    DateTimeOffset At, IReadOnlyList<LaneView> Lanes, WorkersView? Workers, WebhooksView Webhooks, DayView Today, IReadOnlyList<HourView> Hours)
{
    public static IResult Answer(OverviewReport report) => Results.Json(Of(report), ApiJson.Sent.OverviewView);

    public static OverviewView Of(OverviewReport report) => new(
        report.At,
        LaneView.All(report.Lanes, report.Backlog),
        report.Workers is { } workers ? new WorkersView(workers.Now, workers.Busy, workers.Min, workers.Max) : null,
        WebhooksView.Of(report.Webhooks),
        DayView.Of(report.Day, report.Today),
        [.. report.Hours.Select(HourView.Of)]);
}

/// <summary>The pool of workers.</summary>
/// <param name="Now">Workers there are.</param>
/// <param name="Busy">Those of them with a task in hand.</param>
/// <param name="Min">Workers that are always there.</param>
/// <param name="Max">Workers there can be.</param>
internal sealed record WorkersView(int Now, int Busy, int Min, int Max);

/// <summary>What the tenant's tasks came to since the day began; counts and amounts are as under /costs.</summary>
/// <param name="From">Start of the day, UTC.</param>
/// <param name="SuccessRate">Share of the ended tasks that succeeded; null when none ended.</param>
internal sealed record DayView(
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
    long Batched)
{
    private const int RateDigits = 4;

    public static DayView Of(DateTimeOffset day, LedgerAmounts amounts) => new(
        day,
        amounts.Tasks,
        amounts.Succeeded,
        amounts.Tasks == 0 ? null : Math.Round((double)amounts.Succeeded / amounts.Tasks, RateDigits),
        amounts.Calls,
        amounts.Cost.Amount,
        amounts.SavedByCache.Amount,
        amounts.SavedByCoalescing.Amount,
        amounts.SavedByRouting.Amount,
        amounts.SavedByBatching.Amount,
        amounts.CacheHits,
        amounts.Coalesced,
        amounts.Batched);
}

/// <summary>What the tenant's tasks came to in an hour.</summary>
/// <param name="Hour">Its start.</param>
/// <param name="Tasks">Tasks that ended.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="Saved">US dollars: by cache, coalescing, routing and batching together; below 0 where routing cost more.</param>
internal sealed record HourView(DateTimeOffset Hour, long Tasks, long Succeeded, decimal Cost, decimal Saved)
{
    public static HourView Of(HourFigures figures)
    {
        LedgerAmounts amounts = figures.Amounts;
        Usd saved = amounts.SavedByCache + amounts.SavedByCoalescing + amounts.SavedByRouting + amounts.SavedByBatching;
        return new HourView(figures.Hour, amounts.Tasks, amounts.Succeeded, amounts.Cost.Amount, saved.Amount);
    }
}
