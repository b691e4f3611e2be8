using AgentFunctions.Access;
using AgentFunctions.Http;
using AgentFunctions.Http.Lists;
using AgentFunctions.Intake;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows, lists and cancels tasks.</summary>
public sealed class TaskFunctions(TaskLists lists, TaskCancellation cancellation, TaskViews views, ApiCalls api)
{
    /// <summary>GET /tasks/{id}: where a task stands.</summary>
    [Function("GetTask")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReadTaskAsync(request, id, async (caller, reader) => await reader.FindAsync(caller, id, cancellationToken) switch
        {
            null => Problems.NoSuchTask(id),
            { } task when request.Headers.IfNoneMatch.Contains(TaskViews.ETagOf(task)) => Results.StatusCode(StatusCodes.Status304NotModified),
            { } task => await reader.Views.FullAsync(task, cancellationToken),
        });

    /// <summary>GET /tasks/{id}/result: the result alone.</summary>
    [Function("GetTaskResult")]
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
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks")] HttpRequest request, CancellationToken cancellationToken) =>
        api.AskAsync(request, Roles.Read, caller => lists.PageAsync(ListQuery.Tasks, request, caller, TaskListView.Of, cancellationToken));

    /// <summary>POST /tasks/{id}/cancel: cancels a task unless it has ended; the same again changes nothing.</summary>
    [Function("CancelTask")]
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
