using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Storage.SharedStates;
using AgentFunctions.Tasks;

namespace AgentFunctions.Limits.Budgets;

/// <summary>What becomes of a task whose next call a budget does not allow.</summary>
public enum OverBudget
{
    /// <summary>It waits for the next period.</summary>
    Wait,

    /// <summary>It fails.</summary>
    Fail,
}

/// <summary>A budget as <c>budgets.json</c> gives it.</summary>
/// <param name="Tenant">A tenant, or <see cref="Any"/>: each tenant has it on its own.</param>
/// <param name="Agent">An agent, or <see cref="Any"/>: all agents of the tenant together.</param>
/// <param name="PerDay">Most US dollars a day, UTC; null: no limit.</param>
/// <param name="PerMonth">Most US dollars a calendar month, UTC; null: no limit.</param>
public sealed record Budget(string Tenant, string Agent, Usd? PerDay, Usd? PerMonth, OverBudget Over)
{
    /// <summary>Stands for each tenant, or for all agents.</summary>
    public const string Any = "*";

    public bool AppliesTo(TenantId tenant) => Tenant == Any || Tenant == tenant.Value;

    public bool AppliesTo(CallScope scope) => AppliesTo(scope.Tenant) && (Agent == Any || Agent == scope.Agent);

    /// <summary>Its account of each period that it limits.</summary>
    public IEnumerable<BudgetAccount> AccountsOf(TenantId tenant, DateTimeOffset at) =>
        new[] { (BudgetSpan.Day, PerDay), (BudgetSpan.Month, PerMonth) }
            .Where(s => s.Item2 is not null)
            .Select(s => new BudgetAccount(this, tenant, BudgetPeriod.Of(s.Item1, at), s.Item2!.Value));
}

/// <summary>What one tenant may spend of a budget in one period.</summary>
public sealed record BudgetAccount(Budget Budget, TenantId Tenant, BudgetPeriod Period, Usd Limit)
{
    /// <summary>Where the sum stands that all instances share.</summary>
    public StateKey Key => LimitKeys.OfBudget(Budget.Tenant == Budget.Any, Tenant.Value, Budget.Agent, Period.ToString());
}
