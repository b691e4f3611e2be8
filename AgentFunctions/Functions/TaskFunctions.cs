using System.Text.Json;
using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.Lists;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.OpenApi.Attributes;
using AgentFunctions.Http.OpenApi.Queries;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows, lists and cancels tasks.</summary>
public sealed class TaskFunctions(TaskLists lists, TaskCancellation cancellation, TaskViews views, ApiCalls api)
{
    /// <summary>GET /tasks/{id}: where a task stands, with its result when it has succeeded.</summary>
    /// <param name="id">Id of the task.</param>
    [Function("GetTask")]
    [Operation(ApiTags.Tasks, Role = Roles.Read, Reach = Reach.Home, Headers = [RequestHeaders.IfNoneMatch])]
    [Answer(200, "The task, with its result when it has succeeded.", typeof(TaskView), Headers = [ResponseHeaders.ETag, ResponseHeaders.Location, ResponseHeaders.RetryAfterWhileOpen])]
    [Answer(304, "Nothing has changed since the `ETag` that was given.", Headers = [ResponseHeaders.ETag])]
    [Refuses(nameof(ProblemKind.NoSuchTask))]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindAsync(caller, id, cancellationToken) switch
        {
            null => Problems.NoSuchTask(id),
            { } task when request.Headers.IfNoneMatch.Contains(TaskViews.ETagOf(task)) => TaskViews.Unchanged(request, task),
            { } task => await reader.Views.FullAsync(task, cancellationToken),
        });

    /// <summary>GET /tasks/{id}/result: the result of a task alone.</summary>
    /// <param name="id">Id of the task.</param>
    [Function("GetTaskResult")]
    [Operation(ApiTags.Tasks, Role = Roles.Read, Reach = Reach.Home)]
    [Answer(200, "The result, in the shape that the agent gives it.", typeof(JsonElement))]
    [Answer(202, "The task is still open.", typeof(TaskView), Headers = [ResponseHeaders.ETag, ResponseHeaders.Location, ResponseHeaders.RetryAfter])]
    [Refuses(nameof(ProblemKind.NoSuchTask), nameof(ProblemKind.TaskFailed), nameof(ProblemKind.TaskCancelled))]
    public Task<IResult> GetResultAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks/{id}/result")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindAsync(caller, id, cancellationToken) switch
        {
            null => Problems.NoSuchTask(id),
            { Status: AgentTaskStatus.Succeeded } task => await reader.Views.ResultAsync(task, cancellationToken),
            { Status: AgentTaskStatus.Cancelled } => Problems.Cancelled(id),
            { IsFinal: true } task => Problems.Failed(task),
            { } task => reader.Views.Accepted(task),
        });

    /// <summary>GET /tasks: a page of tasks, newest first.</summary>
    [Function("ListTasks")]
    [Operation(ApiTags.Tasks, Role = Roles.Read, Reach = Reach.Asked)]
    [Query(typeof(TaskQuery))]
    [Answer(200, "A page of tasks.", typeof(TaskListView))]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, caller => lists.PageAsync(ListQuery.Tasks, request, caller, TaskListView.Of, cancellationToken));

    /// <summary>POST /tasks/{id}/cancel: cancels a task unless it has ended; the same again changes nothing.</summary>
    /// <param name="id">Id of the task.</param>
    [Function("CancelTask")]
    [Operation(ApiTags.Tasks, Role = Roles.Submit, Reach = Reach.Home)]
    [Answer(200, "The task is cancelled.", typeof(TaskView), Headers = [ResponseHeaders.ETag, ResponseHeaders.Location])]
    [Refuses(nameof(ProblemKind.NoSuchTask), nameof(ProblemKind.TaskEnded))]
    public Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "tasks/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken) => api.ChangeTaskAsync(request, id, async caller =>
    {
        AgentTask? task = TaskId.TryParse(id, out TaskId taskId)
            ? await cancellation.CancelAsync(taskId, caller.Tenant, cancellationToken)
            : null;
        return task switch
        {
            null => Problems.NoSuchTask(id),
            { Status: AgentTaskStatus.Cancelled } => await views.FullAsync(task, cancellationToken),
            _ => Problems.AlreadyEnded(task),
        };
    });
}
