using AgentFunctions.Backlog;
using AgentFunctions.Http;
using AgentFunctions.Queues;
using AgentFunctions.Workers;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows what waits and who works.</summary>
public sealed class BacklogFunction(ITaskQueue queue, BacklogExchange backlog, IEnumerable<IWorkerPool> pools)
{
    /// <summary>GET /backlog.</summary>
    [Function("GetBacklog")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "backlog")] HttpRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<LaneDepth> lanes = await queue.ReadDepthsAsync(cancellationToken);
        BacklogReport report = await backlog.ReadNowAsync(cancellationToken);
        WorkerPoolStatus? pool = pools.FirstOrDefault() is { } own ? await own.ReadStatusAsync(cancellationToken) : null;
        return BacklogView.Of(lanes, report, pool);
    }
}
