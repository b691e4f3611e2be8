using System.Globalization;
using System.Text.Json;
using AgentFunctions.Backlog;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>Answers with tasks.</summary>
/// <param name="estimates">Null where nothing is known of the line that the tasks stand in.</param>
public sealed class TaskViews(IPayloadStore payloads, BacklogEstimates? estimates)
{
    private static readonly TimeSpan UnknownWait = TimeSpan.FromSeconds(30);

    internal static string ETagOf(AgentTask task) => string.Create(
        CultureInfo.InvariantCulture, $"\"{task.Status.ToApi()}-{task.Attempts.Count}{(task.Feedback is { } feedback ? $"-{feedback.At.UtcTicks:x}" : null)}{(task.Callback is { } callback ? $"-{callback.Status.ToApi()}-{callback.Tries}" : null)}\"");

    /// <summary>200 with the whole task, its result included.</summary>
    internal async Task<IResult> FullAsync(AgentTask task, CancellationToken cancellationToken) =>
        Answer(task, await ReadResultAsync(task, cancellationToken), StatusCodes.Status200OK);

    /// <summary>304 for a client that has the task as it stands.</summary>
    internal static IResult Unchanged(HttpRequest request, AgentTask task)
    {
        // As the 200 would carry it (RFC 9110, 15.4.5).
        request.HttpContext.Response.Headers.ETag = ETagOf(task);
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }

    /// <summary>The whole task, its result included.</summary>
    internal async Task<TaskView> ViewAsync(AgentTask task, CancellationToken cancellationToken) =>
        TaskView.Of(task, estimates?.Of(task).Position, await ReadResultAsync(task, cancellationToken));

    /// <summary>200 with the result alone.</summary>
    internal async Task<IResult> ResultAsync(AgentTask task, CancellationToken cancellationToken) =>
        Results.Text(await payloads.ReadAsync(task.Result!, cancellationToken), "application/json");

    /// <summary>202 with the task as it stands, and where and when to look again.</summary>
    internal IResult Accepted(AgentTask task) =>
        Answer(task, result: null, StatusCodes.Status202Accepted);

    /// <summary>The whole task when it has ended, else where it stands.</summary>
    internal async Task<IResult> StandingAsync(AgentTask task, CancellationToken cancellationToken) =>
        task.IsFinal ? await FullAsync(task, cancellationToken) : Accepted(task);

    private async Task<JsonElement?> ReadResultAsync(AgentTask task, CancellationToken cancellationToken) =>
        task.Result is { } payload ? JsonElement.Parse(await payloads.ReadAsync(payload, cancellationToken)) : null;

    private TaskResult Answer(AgentTask task, JsonElement? result, int status)
    {
        TaskEstimate estimate = estimates?.Of(task) ?? new TaskEstimate(null, task.IsFinal ? null : UnknownWait);
        return new TaskResult(Results.Json(TaskView.Of(task, estimate.Position, result), ApiJson.Sent.TaskView, statusCode: status), task, estimate.RetryAfter);
    }

    private sealed class TaskResult(IResult inner, AgentTask task, TimeSpan? retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            IHeaderDictionary headers = httpContext.Response.Headers;
            headers.ETag = ETagOf(task);
            headers.Location = $"{Root(httpContext.Request)}/tasks/{task.Id}";
            if (retryAfter is { } wait)
            {
                headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            return inner.ExecuteAsync(httpContext);
        }

        // The route prefix is the host's to choose, so it is taken from the request.
        private static string Root(HttpRequest request)
        {
            string path = request.Path.Value ?? string.Empty;
            int tasks = path.IndexOf("/tasks", StringComparison.OrdinalIgnoreCase);
            return request.PathBase + (tasks < 0 ? string.Empty : path[..tasks]);
        }
    }
}
