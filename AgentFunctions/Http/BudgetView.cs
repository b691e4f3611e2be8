using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using AgentFunctions.Limits.Budgets;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>The budgets that apply to a tenant.</summary>
internal sealed record BudgetListView(IReadOnlyList<BudgetView> Budgets)
{
    public static IResult Of(IReadOnlyList<BudgetStanding> standings) =>
        Results.Json(new BudgetListView([.. standings.Select(BudgetView.Of)]), ApiJson.Sent.BudgetListView);
}

/// <summary>How a budget stands in its current day or month; amounts are US dollars.</summary>
/// <param name="Agent"><c>*</c> for all agents together.</param>
/// <param name="Period">Of UTC.</param>
/// <param name="Taken">Spent, reserved for calls under way, or held ready by instances.</param>
/// <param name="Over">What a task does whose next call the budget does not allow.</param>
internal sealed record BudgetView(string Tenant, string Agent, [property: AllowedValues("day", "month")] string Period, decimal Limit, decimal Taken, decimal Remaining, DateTimeOffset PeriodEnd, [property: AllowedValues("wait", "fail")] string Over)
{
    public static BudgetView Of(BudgetStanding standing)
    {
        BudgetAccount account = standing.Account;
        return new BudgetView(
            account.Tenant.Value,
            account.Budget.Agent,
            JsonNamingPolicy.CamelCase.ConvertName(account.Period.Span.ToString()),
            account.Limit.Amount,
            standing.Taken.Amount,
            standing.Remaining.Amount,
            account.Period.End,
            JsonNamingPolicy.CamelCase.ConvertName(account.Budget.Over.ToString()));
    }
}
