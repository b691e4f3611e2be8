using System.Net;
using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client;

/// <summary>Reads tasks from answers.</summary>
internal sealed class TaskReading(ApiTransport transport)
{
    /// <summary>The task that a request is answered with.</summary>
    public async Task<AgentTask> AskAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await transport.RefuseFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The task as it is now.</summary>
    /// <param name="etag">Of the task that is known; null when none is.</param>
    /// <returns>Null when the task is as it is known.</returns>
    public async Task<AgentTask?> GetAsync(string id, string? etag, CancellationToken cancellationToken)
    {
        ApiRequest request = ApiRequest.Get($"tasks/{ApiQuery.Segment(id)}") with { Headers = etag is null ? [] : [("If-None-Match", etag)] };
        using HttpResponseMessage response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return null;
        }

        await transport.RefuseFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(request, response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All tasks of all pages.</summary>
    /// <param name="path">The first page's path and query, to which the token of the next is added.</param>
    public IAsyncEnumerable<AgentTask> PagesAsync(Func<ApiQuery> path, CancellationToken cancellationToken) =>
        Pages.ReadAsync(transport, path, ClientJson.Default.TaskPage, page => (page.Tasks ?? page.DeadLetters ?? [], page.Next), cancellationToken);

    private async Task<AgentTask> ReadAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        AgentTask task = await transport.ReadAsync(request, response, ClientJson.Default.AgentTask, cancellationToken).ConfigureAwait(false);
        return task with
        {
            ETag = response.Headers.ETag?.ToString(),
            RetryAfter = transport.RetryAfter(response),
            IsReplayed = response.Headers.Contains("Idempotency-Replayed"),
        };
    }
}
