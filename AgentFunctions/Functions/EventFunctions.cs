using AgentFunctions.Http;
using AgentFunctions.Http.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Tells what happens to tasks and batches, as it happens.</summary>
public sealed class EventFunctions(EventStreams streams, ApiCalls api)
{
    /// <summary>GET /tasks/{id}/events: the life of a task as server-sent events.</summary>
    [Function("GetTaskEvents")]
    public Task<IResult> GetTaskEventsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks/{id}/events")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindAsync(caller, id, cancellationToken) is { } task
            ? streams.Of(request, task, reader)
            : Problems.NoSuchTask(id));

    /// <summary>GET /batches/{id}: which tasks came together, and how they stand.</summary>
    [Function("GetBatch")]
    public Task<IResult> GetBatchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindBatchAsync(caller, id, cancellationToken) is { } batch
            ? BatchStatusView.Of(batch, await reader.BatchWatch.ReadAsync(batch, cancellationToken))
            : Problems.NoSuchBatch(id));

    /// <summary>GET /batches/{id}/events: what happens to the tasks of a batch, as server-sent events.</summary>
    [Function("GetBatchEvents")]
    public Task<IResult> GetBatchEventsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}/events")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindBatchAsync(caller, id, cancellationToken) is { } batch
            ? streams.Of(request, batch, reader)
            : Problems.NoSuchBatch(id));
}
