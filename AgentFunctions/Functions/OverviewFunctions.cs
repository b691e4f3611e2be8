using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.Events;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Streams;
using AgentFunctions.Overview;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows how everything stands.</summary>
public sealed class OverviewFunctions(OverviewWatch watch, EventStreams streams, ApiCalls api)
{
    /// <summary>GET /overview: how everything stands. Queues and workers of all tenants, tasks and costs of the caller's.</summary>
    [Function("GetOverview")]
    [Operation(ApiTags.Backlog, Role = Roles.Read, Reach = Reach.Asked)]
    [Answer(200, "The overview.", typeof(OverviewView))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "overview")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, async caller =>
            NoFilters.Refuse(request.Query) ?? OverviewView.Answer(await watch.ReadAsync(caller.Tenant, cancellationToken)));

    /// <summary>GET /overview/events: how everything stands whenever it has changed, as server-sent events.</summary>
    [Function("GetOverviewEvents")]
    [Operation(ApiTags.Backlog, Role = Roles.Read, Reach = Reach.Asked)]
    [Answer(200, "An overview at once, and another one after each change.", typeof(OverviewTold), MediaType = EventStreamHeaders.ContentType)]
    [Refuses(nameof(ProblemKind.NotAcceptable))]
    public Task<IResult> GetEventsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "overview/events")] HttpRequest request) =>
        api.AskAsync(request, Roles.Read, caller => Task.FromResult(
            NoFilters.Refuse(request.Query) ?? streams.Of(request, cancelled => watch.FollowAsync(caller.Tenant, cancelled))));
}
