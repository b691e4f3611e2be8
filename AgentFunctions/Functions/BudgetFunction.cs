using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows how the caller's budgets stand.</summary>
public sealed class BudgetFunction(CallGate gate, ApiCalls api)
{
    /// <summary>GET /budgets: how the caller's budgets stand.</summary>
    [Function("GetBudgets")]
    [Operation(ApiTags.Costs, Role = Roles.Read, Reach = Reach.Asked)]
    [Answer(200, "The budgets that apply to the caller.", typeof(BudgetListView))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "budgets")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, async caller => BudgetListView.Of(await gate.ReadBudgetsAsync(caller.Tenant, cancellationToken)));
}
