using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.Events;
using AgentFunctions.Overview;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows how everything stands.</summary>
public sealed class OverviewFunctions(OverviewWatch watch, EventStreams streams, ApiCalls api)
{
    /// <summary>GET /overview.</summary>
    [Function("GetOverview")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "overview")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, async caller =>
            NoFilters.Refuse(request.Query) ?? OverviewView.Answer(await watch.ReadAsync(caller.Tenant, cancellationToken)));

    /// <summary>GET /overview/events: the same whenever it has changed, as server-sent events.</summary>
    [Function("GetOverviewEvents")]
    public Task<IResult> GetEventsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "overview/events")] HttpRequest request) =>
        api.AskAsync(request, Roles.Read, caller => Task.FromResult(
            NoFilters.Refuse(request.Query) ?? streams.Of(request, cancelled => watch.FollowAsync(caller.Tenant, cancelled))));
}
