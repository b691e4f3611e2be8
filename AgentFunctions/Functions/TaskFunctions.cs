using AgentFunctions.Http;
using AgentFunctions.Intake;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.Functions;

/// <summary>Shows, lists and cancels tasks.</summary>
public sealed class TaskFunctions(ITaskStore tasks, TaskCancellation cancellation, TaskViews views)
{
    /// <summary>GET /tasks/{id}: where a task stands.</summary>
    [Function("GetTask")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await FindAsync(request, id, cancellationToken) switch
        {
            null => Problems.NoSuchTask(id),
            { } task when request.Headers.IfNoneMatch.Contains(TaskViews.ETagOf(task)) => Results.StatusCode(StatusCodes.Status304NotModified),
            { } task => await views.FullAsync(task, cancellationToken),
        };

    /// <summary>GET /tasks/{id}/result: the result alone.</summary>
    [Function("GetTaskResult")]
    public async Task<IResult> GetResultAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks/{id}/result")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await FindAsync(request, id, cancellationToken) switch
        {
            null => Problems.NoSuchTask(id),
            { Status: AgentTaskStatus.Succeeded } task => await views.ResultAsync(task, cancellationToken),
            { Status: AgentTaskStatus.Cancelled } => Problems.Cancelled(id),
            { IsFinal: true } task => Problems.Failed(task),
            { } task => views.Accepted(task),
        };

    /// <summary>GET /tasks: a page of tasks, newest first.</summary>
    [Function("ListTasks")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "tasks")] HttpRequest request, CancellationToken cancellationToken)
    {
        (TaskFilter? filter, IReadOnlyList<FieldError> errors) = ListQuery.Read(request.Query, Caller.TenantOf(request));
        return filter is null
            ? Problems.Of(new Refusal.Invalid(errors))
            : TaskListView.Of(await tasks.ListAsync(filter, cancellationToken));
    }

    /// <summary>POST /tasks/{id}/cancel: cancels a task unless it has ended; the same again changes nothing.</summary>
    [Function("CancelTask")]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "tasks/{id}/cancel")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        AgentTask? task = TaskId.TryParse(id, out TaskId taskId)
            ? await cancellation.CancelAsync(taskId, Caller.TenantOf(request), cancellationToken)
            : null;
        return task switch
        {
            null => Problems.NoSuchTask(id),
            { Status: AgentTaskStatus.Cancelled } => await views.FullAsync(task, cancellationToken),
            _ => Problems.AlreadyEnded(task),
        };
    }

    private async Task<AgentTask?> FindAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        TaskId.TryParse(id, out TaskId taskId)
        && await tasks.FindAsync(taskId, cancellationToken) is { } task
        && task.Tenant == Caller.TenantOf(request)
            ? task
            : null;
}
