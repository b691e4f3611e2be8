namespace AgentFunctions.Costs.Reports;

/// <summary>What was spent and saved.</summary>
/// <param name="Rows">Dearest first.</param>
/// <param name="Totals">Sum of all rows.</param>
public sealed record CostReport(CostRange Hours, IReadOnlyList<CostRow> Rows, LedgerAmounts Totals)
{
    internal static CostReport Of(CostRange hours, IReadOnlyDictionary<CostKey, LedgerAmounts> sums) => new(
        hours,
        [.. sums.Select(s => new CostRow(s.Key, s.Value))
            .OrderByDescending(r => r.Amounts.Cost)
            .ThenBy(r => r.Key.Tenant?.Value, StringComparer.Ordinal)
            .ThenBy(r => r.Key.Agent, StringComparer.Ordinal)
            .ThenBy(r => r.Key.Model, StringComparer.Ordinal)
            .ThenBy(r => r.Key.Lane)
            .ThenBy(r => r.Key.Hour)
            .ThenBy(r => r.Key.Day)],
        sums.Values.Aggregate(default(LedgerAmounts), LedgerAmounts.Add));
}

/// <summary>One row of a report.</summary>
public sealed record CostRow(CostKey Key, LedgerAmounts Amounts);
