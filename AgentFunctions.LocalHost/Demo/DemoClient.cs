using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.LocalHost.Demo;

/// <summary>The two calls of the HTTP API that the demo makes.</summary>
/// <param name="baseAddress">Address with the route prefix, such as http://127.0.0.1:7071/api.</param>
internal sealed class DemoClient(Uri baseAddress) : IDisposable
{
    /// <summary>Most tasks that one batch may carry.</summary>
    public const int BatchSize = 1000;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly string _root = baseAddress.AbsoluteUri.TrimEnd('/');

    /// <exception cref="DemoFaultException">The batch as a whole was not taken.</exception>
    public async Task<DemoBatch> SubmitAsync(IEnumerable<DemoTaskLine> tasks, CancellationToken cancellationToken)
    {
        using var content = new StringContent(string.Join('\n', tasks.Select(t => t.Json)) + "\n", Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        try
        {
            using var response = await _http.PostAsync(new Uri($"{_root}/tasks/batch"), content, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new DemoFaultException($"POST {_root}/tasks/batch answered {(int)response.StatusCode}: {Explain(body)}");
            }

            return JsonSerializer.Deserialize(body, DemoJson.Default.DemoBatch)
                ?? throw new DemoFaultException($"POST {_root}/tasks/batch answered null.");
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            throw new DemoFaultException($"POST {_root}/tasks/batch failed: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new DemoFaultException($"POST {_root}/tasks/batch answered no batch outcome: {e.Message}", e);
        }
    }

    /// <summary>
    /// One look at a task. A host that is busy or restarts leaves the task open; only "there is no such task"
    /// is final, as an accepted task must never be lost.
    /// </summary>
    public async Task<DemoLook> LookAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"{_root}/tasks/{Uri.EscapeDataString(id)}"), cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return new(Lost(id), RetryAfter: null);
            }

            var task = response.IsSuccessStatusCode
                ? JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), DemoJson.Default.DemoTask)
                : null;
            return new(task, response.Headers.RetryAfter?.Delta);
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            return new(Task: null, RetryAfter: null);
        }
        catch (JsonException e)
        {
            throw new DemoFaultException($"GET {_root}/tasks/{id} answered no task: {e.Message}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    // HttpClient reports its own timeout as a cancellation.
    private static bool IsNoAnswer(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static DemoTask Lost(string id) => new()
    {
        Id = id,
        Status = DemoTaskStatus.Failed,
        Error = new("lost", "The host accepted this task and does not know it any more."),
    };

    private static string Explain(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, DemoJson.Default.DemoProblem)?.ToString() ?? "";
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }
}

/// <summary>What a look at a task showed; <paramref name="Task"/> is null when the host could not say.</summary>
internal sealed record DemoLook(DemoTask? Task, TimeSpan? RetryAfter);
