using AgentFunctions.Tasks;

namespace AgentFunctions.Costs.Reports;

/// <summary>Reads the ledger.</summary>
public sealed class CostReports(ILedgerStore ledger)
{
    /// <summary>What a tenant spent and saved in these hours.</summary>
    public async Task<CostReport> ReadAsync(TenantId tenant, CostRange hours, IReadOnlySet<CostDimension> by, CancellationToken cancellationToken)
    {
        Dictionary<CostKey, LedgerAmounts> sums = [];
        await foreach (LedgerEntry entry in ledger.ReadAsync(hours.From, hours.To, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Key.Tenant == tenant)
            {
                CostKey key = CostKey.Of(entry.Key, by);
                sums[key] = sums.GetValueOrDefault(key) + entry.Amounts;
            }
        }

        return CostReport.Of(hours, sums);
    }
}
