using AgentFunctions.Access;
using AgentFunctions.Backlog;
using AgentFunctions.Http;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Orchestrations;
using AgentFunctions.Queues;
using AgentFunctions.Webhooks;
using AgentFunctions.Workers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions;

/// <summary>Shows what waits and who works.</summary>
public sealed class BacklogFunction(ITaskQueue queue, IWebhookQueue webhooks, BacklogExchange backlog, IEnumerable<IWorkerPool> pools, ApiCalls api, TimeProvider time)
{
    /// <summary>GET /backlog: what waits and who works.</summary>
    [Function("GetBacklog")]
    [Operation(ApiTags.Backlog, Role = Roles.Read, Reach = Reach.Asked)]
    [Answer(200, "The backlog of all tenants, by lane and agent.", typeof(BacklogView))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "backlog")] HttpRequest request,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken) => api.AskAsync(request, Roles.Read, async _ =>
    {
        IReadOnlyList<LaneDepth> lanes = await queue.ReadDepthsAsync(cancellationToken);
        WebhookDepth callbacks = await webhooks.ReadDepthAsync(cancellationToken);
        BacklogReport report = await backlog.ReadNowAsync(cancellationToken);
        WorkerPoolStatus? pool = pools.FirstOrDefault() is { } own ? await own.ReadStatusAsync(cancellationToken) : null;
        IReadOnlyList<OpenOrchestrationGroup> open = await OpenOrchestrations.ReadAsync(orchestrations, cancellationToken);
        return BacklogView.Of(lanes, report, callbacks, open, pool, time.GetUtcNow());
    });
}
