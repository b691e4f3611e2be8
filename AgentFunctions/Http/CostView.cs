using AgentFunctions.Costs;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What was spent and saved.</summary>
/// <param name="By">What the rows are grouped by.</param>
/// <param name="Rows">Dearest first.</param>
internal sealed record CostView(CostHoursView Hours, [property: NamesOf(typeof(CostDimension))] IReadOnlyList<string> By, IReadOnlyList<CostLineView> Rows, CostLineView Totals)
{
    public static IResult Of(CostReport report, IReadOnlyList<CostDimension> by) => Results.Json(
        new CostView(
            CostHoursView.Of(report.Hours),
            [.. by.Select(d => d.ToApi())],
            [.. report.Rows.Select(r => CostLineView.Of(r.Key, r.Amounts))],
            CostLineView.Of(key: null, report.Totals)),
        ApiJson.Sent.CostView);
}

/// <summary>The whole hours that a report covers.</summary>
/// <param name="To">End of the last one.</param>
internal sealed record CostHoursView(DateTimeOffset From, DateTimeOffset To)
{
    public static CostHoursView Of(CostRange hours) => new(hours.From, hours.To);
}

/// <summary>One row, or the totals. What the report is not grouped by is left out.</summary>
/// <param name="Hour">Start of the hour.</param>
/// <param name="Tasks">Tasks that ended.</param>
/// <param name="Calls">Model calls.</param>
/// <param name="Cost">US dollars.</param>
/// <param name="CostPerTask">US dollars, rounded up to the micro-dollar; null when no task ended.</param>
/// <param name="SavedByCache">US dollars that the cached answers had cost.</param>
/// <param name="SavedByCoalescing">US dollars that the shared answers had cost.</param>
/// <param name="SavedByRouting">US dollars that the answers of routed tasks would have cost on the best model, less what their attempts did cost; below 0 where routing cost more.</param>
/// <param name="SavedByBatching">US dollars that tasks which shared a call would have cost in calls of their own, less their parts; a part of no use counts as spent for nothing.</param>
/// <param name="CacheHits">Tasks that were answered from the cache.</param>
/// <param name="Coalesced">Tasks that got the answer of an identical open task.</param>
/// <param name="Batched">Parts of calls that several tasks shared.</param>
/// <param name="Judged">Answers that were held against their agent's checks.</param>
/// <param name="PassRate">Share of them that passed; null when none was judged.</param>
internal sealed record CostLineView(
    string? Tenant,
    string? Agent,
    string? Model,
    [property: NamesOf(typeof(Lane))] string? Lane,
    DateTimeOffset? Hour,
    DateOnly? Day,
    long Tasks,
    long Succeeded,
    long Calls,
    UsageView Usage,
    decimal Cost,
    decimal? CostPerTask,
    decimal SavedByCache,
    decimal SavedByCoalescing,
    decimal SavedByRouting,
    decimal SavedByBatching,
    long CacheHits,
    long Coalesced,
    long Batched,
    long Judged,
    double? PassRate)
{
    private const int PassRateDigits = 4;

    public static CostLineView Of(CostKey? key, LedgerAmounts amounts) => new(
        key?.Tenant?.Value,
        key?.Agent,
        key?.Model,
        key?.Lane?.ToApi(),
        key?.Hour,
        key?.Day,
        amounts.Tasks,
        amounts.Succeeded,
        amounts.Calls,
        UsageView.Of(amounts.Usage),
        amounts.Cost.Amount,
        amounts.Tasks == 0 ? null : Usd.RoundUp(amounts.Cost.Amount / amounts.Tasks).Amount,
        amounts.SavedByCache.Amount,
        amounts.SavedByCoalescing.Amount,
        amounts.SavedByRouting.Amount,
        amounts.SavedByBatching.Amount,
        amounts.CacheHits,
        amounts.Coalesced,
        amounts.Batched,
        amounts.Judged,
        amounts.Judged == 0 ? null : Math.Round((double)amounts.Passed / amounts.Judged, PassRateDigits));
}
