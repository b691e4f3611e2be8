using AgentFunctions.Access;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.Http;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Queries;
using AgentFunctions.Intake;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows what tasks cost.</summary>
public sealed class CostFunctions(CostReports reports, TopCosts top, ApiCalls api, TimeProvider time)
{
    /// <summary>GET /costs: what was spent and saved, grouped by any of tenant, agent, model, lane, hour and day.</summary>
    [Function("GetCosts")]
    [Operation(ApiTags.Costs, Role = Roles.Read, Reach = Reach.Asked)]
    [Query(typeof(CostQuery))]
    [Answer(200, "The report.", typeof(CostView))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "costs")] HttpRequest request, CancellationToken cancellationToken) => api.AskAsync(request, Roles.Read, async caller =>
    {
        (CostsQuery? query, IReadOnlyList<FieldError> errors) = CostsQuery.Read(request.Query, time.GetUtcNow());
        return query is null
            ? Problems.Of(new Refusal.Invalid(errors))
            : CostView.Of(await reports.ReadAsync(caller.Tenant, query.Hours, query.By.ToHashSet(), cancellationToken), query.By);
    });

    /// <summary>GET /costs/top: the groups and tasks that make a share of the cost, and what would make it less.</summary>
    [Function("GetTopCosts")]
    [Operation(ApiTags.Costs, Role = Roles.Read, Reach = Reach.Asked)]
    [Query(typeof(TopCostQuery))]
    [Answer(200, "The report.", typeof(CostTopView))]
    public Task<IResult> GetTopAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "costs/top")] HttpRequest request, CancellationToken cancellationToken) => api.AskAsync(request, Roles.Read, async caller =>
    {
        (TopCostsQuery? query, IReadOnlyList<FieldError> errors) = TopCostsQuery.Read(request.Query, time.GetUtcNow());
        return query is null
            ? Problems.Of(new Refusal.Invalid(errors))
            : await top.ReadAsync(caller.Tenant, query.Hours, query.Share, query.Limit, cancellationToken) switch
            {
                TopOutcome.Measured measured => CostTopView.Of(measured.Report, query.Share),
                TopOutcome.TooManyTasks many => Problems.Of(new Refusal.Invalid(
                    [new FieldError("from", $"is too early for this 'to': there are more than {many.Limit:N0} tasks in between, and a report compares no more")])),
                var other => throw new InvalidOperationException($"A report cannot end with {other}."),
            };
    });
}
