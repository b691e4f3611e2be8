using AgentFunctions.Tasks;

namespace AgentFunctions.Costs.Reports;

/// <summary>What the amounts of one row have in common; null for what the report is not grouped by.</summary>
/// <param name="Hour">Start of the hour, UTC.</param>
/// <param name="Day">Day of UTC.</param>
public sealed record CostKey(TenantId? Tenant, string? Agent, string? Model, Lane? Lane, DateTimeOffset? Hour, DateOnly? Day)
{
    internal static CostKey Of(LedgerKey key, IReadOnlySet<CostDimension> by) => new(
        by.Contains(CostDimension.Tenant) ? key.Tenant : null,
        by.Contains(CostDimension.Agent) ? key.Agent : null,
        by.Contains(CostDimension.Model) ? key.Model : null,
        by.Contains(CostDimension.Lane) ? key.Lane : null,
        by.Contains(CostDimension.Hour) ? key.Hour : null,
        by.Contains(CostDimension.Day) ? DateOnly.FromDateTime(key.Hour.UtcDateTime) : null);
}
