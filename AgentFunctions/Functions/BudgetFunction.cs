using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows how the caller's budgets stand.</summary>
public sealed class BudgetFunction(CallGate gate, ApiCalls api)
{
    /// <summary>GET /budgets.</summary>
    [Function("GetBudgets")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "budgets")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, async caller => BudgetListView.Of(await gate.ReadBudgetsAsync(caller.Tenant, cancellationToken)));
}
