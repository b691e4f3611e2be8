using AgentFunctions.Costs.Posting;
using AgentFunctions.Tasks;

namespace AgentFunctions.Costs.Reports;

/// <summary>Reads the ledger.</summary>
public sealed class CostReports(ILedgerStore ledger, ILedgerPosting posting)
{
    /// <summary>What a tenant spent and saved in these hours; what other instances stored within the last second or so may be missing.</summary>
    public async Task<CostReport> ReadAsync(TenantId tenant, CostRange hours, IReadOnlySet<CostDimension> by, CancellationToken cancellationToken)
    {
        await posting.FlushAsync(cancellationToken).ConfigureAwait(false);
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
