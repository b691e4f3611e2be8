using AgentFunctions.Models;
using AgentFunctions.Tasks;

namespace AgentFunctions.Limits.Budgets;

/// <summary>The budgets of this application, read once at start.</summary>
public sealed class BudgetCatalogue(IReadOnlyList<Budget> budgets)
{
    /// <summary>No budgets: everybody may spend what they like.</summary>
    public static BudgetCatalogue None { get; } = new([]);

    public IReadOnlyList<Budget> All => budgets;

    /// <summary>The part of one of several regions, which share the money evenly and cannot see what the others spend.</summary>
    public BudgetCatalogue SharedBy(int regions) => regions == 1 ? this : new([.. budgets.Select(b => b with { PerDay = b.PerDay / regions, PerMonth = b.PerMonth / regions })]);

    /// <summary>The accounts that a call is held against at that moment.</summary>
    public IReadOnlyList<BudgetAccount> AccountsOf(CallScope scope, DateTimeOffset at) =>
        [.. budgets.Where(b => b.AppliesTo(scope)).SelectMany(b => b.AccountsOf(scope.Tenant, at))];

    /// <summary>A tenant's accounts at that moment.</summary>
    public IReadOnlyList<BudgetAccount> AccountsOf(TenantId tenant, DateTimeOffset at) =>
        [.. budgets.Where(b => b.AppliesTo(tenant)).SelectMany(b => b.AccountsOf(tenant, at))];
}
