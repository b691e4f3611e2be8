using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.Events;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Tells what happens to tasks and batches, as it happens.</summary>
public sealed class EventFunctions(EventStreams streams, ApiCalls api)
{
    /// <summary>GET /tasks/{id}/events: the life of a task as server-sent events.</summary>
    /// <param name="id">Id of the task.</param>
    [Function("GetTaskEvents")]
    [Operation(ApiTags.Tasks, Role = Roles.Read, Reach = Reach.Home, Headers = [RequestHeaders.LastEventId])]
    [Answer(200, "Events, until the task is over.", typeof(TaskHappened), typeof(TaskEnded), MediaType = EventStreamHeaders.ContentType)]
    [Refuses(nameof(ProblemKind.InvalidRequest), nameof(ProblemKind.NoSuchTask), nameof(ProblemKind.NotAcceptable))]
    public Task<IResult> GetTaskEventsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks/{id}/events")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindAsync(caller, id, cancellationToken) is { } task
            ? streams.Of(request, task, reader)
            : Problems.NoSuchTask(id));

    /// <summary>GET /batches/{id}: the tasks of a batch, and how they stand.</summary>
    /// <param name="id">Id of the batch, as POST /tasks/batch answered it.</param>
    [Function("GetBatch")]
    [Operation(ApiTags.Batches, Role = Roles.Read, Reach = Reach.Home)]
    [Answer(200, "The batch and its tasks.", typeof(BatchStatusView))]
    [Refuses(nameof(ProblemKind.NoSuchBatch))]
    public Task<IResult> GetBatchAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindBatchAsync(caller, id, cancellationToken) is { } batch
            ? BatchStatusView.Of(batch, await reader.BatchWatch.ReadAsync(batch, cancellationToken))
            : Problems.NoSuchBatch(id));

    /// <summary>GET /batches/{id}/events: what happens to the tasks of a batch, as server-sent events.</summary>
    /// <param name="id">Id of the batch, as POST /tasks/batch answered it.</param>
    [Function("GetBatchEvents")]
    [Operation(ApiTags.Batches, Role = Roles.Read, Reach = Reach.Home, Headers = [RequestHeaders.LastEventId])]
    [Answer(200, "Events, until all tasks of the batch are over.", typeof(BatchTaskChanged), typeof(BatchFinished), MediaType = EventStreamHeaders.ContentType)]
    [Refuses(nameof(ProblemKind.InvalidRequest), nameof(ProblemKind.NoSuchBatch), nameof(ProblemKind.NotAcceptable))]
    public Task<IResult> GetBatchEventsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "batches/{id}/events")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindBatchAsync(caller, id, cancellationToken) is { } batch
            ? streams.Of(request, batch, reader)
            : Problems.NoSuchBatch(id));
}
