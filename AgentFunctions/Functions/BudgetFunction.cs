using AgentFunctions.Http;
using AgentFunctions.Http.Regions;
using AgentFunctions.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows how the caller's budgets stand.</summary>
public sealed class BudgetFunction(CallGate gate, RegionCalls regions)
{
    /// <summary>GET /budgets.</summary>
    [Function("GetBudgets")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "budgets")] HttpRequest request, CancellationToken cancellationToken) =>
        regions.AskAsync(request, async () => BudgetListView.Of(await gate.ReadBudgetsAsync(Caller.TenantOf(request), cancellationToken)));
}
