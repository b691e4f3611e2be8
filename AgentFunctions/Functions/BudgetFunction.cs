using AgentFunctions.Http;
using AgentFunctions.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows how the caller's budgets stand.</summary>
public sealed class BudgetFunction(CallGate gate)
{
    /// <summary>GET /budgets.</summary>
    [Function("GetBudgets")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "budgets")] HttpRequest request, CancellationToken cancellationToken) =>
        BudgetListView.Of(await gate.ReadBudgetsAsync(Caller.TenantOf(request), cancellationToken));
}
