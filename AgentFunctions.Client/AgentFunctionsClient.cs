using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentFunctions.Client.Batches;
using AgentFunctions.Client.Events;
using AgentFunctions.Client.Http;
using AgentFunctions.Client.Json;

namespace AgentFunctions.Client;

/// <summary>
/// Agent Functions over HTTP. One instance serves a whole application, from any number of threads. Every method throws
/// <see cref="ApiException"/> when the server refuses and <see cref="ServerUnavailableException"/> when no answer comes,
/// both after the retries that are safe.
/// </summary>
public sealed class AgentFunctionsClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _owned;
    private readonly AgentFunctionsClientOptions _options;
    private readonly ApiTransport _transport;
    private readonly TaskReading _tasks;

    /// <summary>A client with connections of its own, which end with it.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AgentFunctionsClient(AgentFunctionsClientOptions options)
        : this(new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan }, options) => _owned = true;

    /// <summary>A client for the server at an address, with its route prefix.</summary>
    /// <exception cref="ArgumentException">It is no absolute http or https address.</exception>
    public AgentFunctionsClient(Uri baseAddress)
        : this(new AgentFunctionsClientOptions { BaseAddress = baseAddress })
    {
    }

    /// <summary>A client over connections of the caller's, such as those of an IHttpClientFactory.</summary>
    /// <param name="http">Its time-out must be longer than any wait; its base address does not count.</param>
    /// <param name="options">Where the server is, who calls, and how patient the client is.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AgentFunctionsClient(HttpClient http, AgentFunctionsClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        _http = http;
        _options = options;
        _transport = new ApiTransport(http, options);
        _tasks = new TaskReading(_transport);
        Costs = new CostsApi(_transport, options);
        DeadLetters = new DeadLettersApi(_transport, _tasks, options);
        Keys = new KeysApi(_transport, options);
        Batches = new BatchesApi(_transport, options);
        Callbacks = new CallbacksApi(_transport, options);
        WebhookSecret = new WebhookSecretApi(_transport, options);
    }

    /// <summary>What tasks cost, and the budgets.</summary>
    public CostsApi Costs { get; }

    /// <summary>Tasks that were set aside after their last attempt.</summary>
    public DeadLettersApi DeadLetters { get; }

    /// <summary>API keys.</summary>
    public KeysApi Keys { get; }

    /// <summary>Tasks that came in one request, followed together.</summary>
    public BatchesApi Batches { get; }

    /// <summary>Callbacks of tasks that have ended.</summary>
    public CallbacksApi Callbacks { get; }

    /// <summary>The secret that callbacks are signed with.</summary>
    public WebhookSecretApi WebhookSecret { get; }

    /// <summary>A new idempotency key: one that no other request has.</summary>
    public static string NewIdempotencyKey() => Guid.CreateVersion7().ToString("N");

    /// <summary>Submits a task.</summary>
    /// <param name="request">The task.</param>
    /// <param name="idempotencyKey">1 to 255 visible ASCII characters: the same key and task within 24 h is the same task. Null: a new one, so that only retries are the same.</param>
    /// <param name="wait">How long the server may wait for the task's end before it answers, at most 200 s, in whole seconds. Null: it answers at once.</param>
    /// <returns>The task as it stands; final at once when it was answered from the cache.</returns>
    public Task<AgentTask> SubmitAsync(TaskRequest request, string? idempotencyKey = null, TimeSpan? wait = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SubmitJsonAsync(Json(request), idempotencyKey, wait, cancellationToken);
    }

    /// <summary>Submits any number of tasks, in batches of up to 1,000.</summary>
    /// <param name="requests">The tasks; they are read as they are sent.</param>
    /// <param name="idempotencyKey">Stands for each task by its place, up to 200 visible ASCII characters: the same tasks in the same order within 24 h are the same tasks. Null: a new one.</param>
    /// <returns>What became of each, in their order, as the batches are answered.</returns>
    public IAsyncEnumerable<BatchItem> SubmitBatchAsync(IEnumerable<TaskRequest> requests, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return SubmitJsonAsync(requests.ToAsyncEnumerable().Select(Json), idempotencyKey, cancellationToken);
    }

    /// <inheritdoc cref="SubmitBatchAsync(IEnumerable{TaskRequest}, string?, CancellationToken)"/>
    public IAsyncEnumerable<BatchItem> SubmitBatchAsync(IAsyncEnumerable<TaskRequest> requests, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return SubmitJsonAsync(requests.Select(Json), idempotencyKey, cancellationToken);
    }

    /// <summary>Submits any number of tasks and waits for their ends, by one stream of events for each batch of up to 1,000.</summary>
    /// <param name="requests">The tasks.</param>
    /// <param name="idempotencyKey">As of <see cref="SubmitBatchAsync(IEnumerable{TaskRequest}, string?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the tasks go on.</param>
    /// <returns>What became of each: first those that were refused, then the others with their results as they end, whichever end it is.</returns>
    public IAsyncEnumerable<BatchResult> RunBatchAsync(IEnumerable<TaskRequest> requests, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        new BatchRun(this).RunAsync(SubmitBatchAsync(requests, idempotencyKey, cancellationToken), cancellationToken);

    /// <summary>The task as it is now, with its result.</summary>
    public async Task<AgentTask> GetAsync(string id, CancellationToken cancellationToken = default) =>
        (await _tasks.GetAsync(id, etag: null, cancellationToken).ConfigureAwait(false))!;

    /// <summary>The result of a task that succeeded.</summary>
    /// <param name="id">Id of the task.</param>
    /// <param name="type">How the result is read, from a source-generated context.</param>
    /// <exception cref="TaskNotSucceededException">It has none, or none yet.</exception>
    public async Task<T> GetResultAsync<T>(string id, JsonTypeInfo<T> type, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ResultOf(await GetAsync(id, cancellationToken).ConfigureAwait(false), type);
    }

    /// <summary>Submits a task and waits for its end: by events, or by looking at it where the server has none.</summary>
    /// <param name="request">The task.</param>
    /// <param name="idempotencyKey">As of <see cref="SubmitAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait; the task goes on.</param>
    /// <returns>The task in its final state, whichever it is.</returns>
    public async Task<AgentTask> RunAsync(TaskRequest request, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        AgentTask task = await SubmitAsync(request, idempotencyKey, wait: null, cancellationToken).ConfigureAwait(false);
        return task.IsFinal ? task : await WaitAsync(task.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Submits a task, waits for its end, and reads its result.</summary>
    /// <exception cref="TaskNotSucceededException">It did not succeed.</exception>
    public async Task<T> RunAsync<T>(TaskRequest request, JsonTypeInfo<T> type, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(type);
        return ResultOf(await RunAsync(request, idempotencyKey, cancellationToken).ConfigureAwait(false), type);
    }

    /// <summary>Waits for the end of a task.</summary>
    /// <returns>The task in its final state, whichever it is.</returns>
    public async Task<AgentTask> WaitAsync(string id, CancellationToken cancellationToken = default) =>
        (await WatchAsync(id, cancellationToken).FirstAsync(happened => happened.IsFinal, cancellationToken).ConfigureAwait(false)).Task
            ?? await GetAsync(id, cancellationToken).ConfigureAwait(false);

    /// <summary>What happens to a task, until its end. A connection that breaks off is taken up again after the last event.</summary>
    /// <remarks>Where the server has no events, the task is looked at as often as it says, and each change is an event.</remarks>
    public IAsyncEnumerable<TaskEvent> WatchAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return new TaskWatch(_transport, _tasks, _options).FollowAsync(id, cancellationToken);
    }

    /// <summary>All tasks that match, newest first, without their results. Pages are read as the list is.</summary>
    public IAsyncEnumerable<AgentTask> ListAsync(TaskQuery? query = null, CancellationToken cancellationToken = default)
    {
        TaskQuery asked = query ?? new TaskQuery();
        return _tasks.PagesAsync(
            () => new ApiQuery("tasks").Add("status", string.Join(',', asked.Statuses.Select(TaskEventKind.Of))).Add("agent", asked.Agent)
                .Add("from", asked.From).Add("to", asked.To).Add("limit", asked.PageSize).Add("region", _options.Region),
            cancellationToken);
    }

    /// <summary>Cancels a task; the same again changes nothing.</summary>
    /// <exception cref="ApiException">409: it has ended otherwise.</exception>
    public Task<AgentTask> CancelAsync(string id, CancellationToken cancellationToken = default) =>
        _tasks.AskAsync(new ApiRequest(HttpMethod.Post, $"tasks/{ApiQuery.Segment(id)}/cancel"), cancellationToken);

    /// <summary>Says what the answer of a task that succeeded is worth. The latest counts.</summary>
    /// <param name="id">Id of the task.</param>
    /// <param name="score">0 to 1.</param>
    /// <param name="note">At most 2,000 characters.</param>
    public Task<AgentTask> FeedbackAsync(string id, double score, string? note = null, CancellationToken cancellationToken = default) =>
        _tasks.AskAsync(ApiRequest.Post($"tasks/{ApiQuery.Segment(id)}/feedback", new FeedbackRequest(score, note), ClientJson.Default.FeedbackRequest), cancellationToken);

    /// <summary>What waits and who works.</summary>
    public Task<Backlog> BacklogAsync(CancellationToken cancellationToken = default) =>
        _transport.AskAsync(ApiRequest.Get(new ApiQuery("backlog").Add("region", _options.Region).ToString()), ClientJson.Default.Backlog, cancellationToken);

    /// <summary>How everything stands, with what tasks came to today and in each of the last 24 hours.</summary>
    public Task<Overview> OverviewAsync(CancellationToken cancellationToken = default) => new OverviewWatch(_transport, _options).GetAsync(cancellationToken);

    /// <summary>How everything stands, at once and whenever that changes, for as long as the caller asks. A connection that breaks off is taken up again.</summary>
    /// <remarks>Where the server has no events it is looked at every 10 s, or every <see cref="AgentFunctionsClientOptions.LongestPoll"/> if that is shorter.</remarks>
    public IAsyncEnumerable<Overview> WatchOverviewAsync(CancellationToken cancellationToken = default) => new OverviewWatch(_transport, _options).FollowAsync(cancellationToken);

    /// <summary>The agents that tasks can name, by name.</summary>
    public async Task<IReadOnlyList<Agent>> ListAgentsAsync(CancellationToken cancellationToken = default) =>
        (await _transport.AskAsync(ApiRequest.Get(new ApiQuery("agents").Add("region", _options.Region).ToString()), ClientJson.Default.AgentList, cancellationToken).ConfigureAwait(false)).Agents;

    /// <summary>One agent.</summary>
    /// <exception cref="ApiException">404: there is none of that name; the problem names those there are.</exception>
    public Task<Agent> GetAgentAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.AskAsync(ApiRequest.Get(new ApiQuery($"agents/{ApiQuery.Segment(name)}").Add("region", _options.Region).ToString()), ClientJson.Default.Agent, cancellationToken);

    /// <summary>Whether everything is up. A server that is not healthy is an answer, not an exception.</summary>
    public async Task<Health> HealthAsync(CancellationToken cancellationToken = default)
    {
        ApiRequest request = ApiRequest.Get("health") with { Repeat = RepeatRule.Never };
        using HttpResponseMessage response = await _transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != System.Net.HttpStatusCode.ServiceUnavailable)
        {
            await _transport.RefuseFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
        }

        return await _transport.ReadAsync(request, response, ClientJson.Default.Health, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the client's own connections, if it has any.</summary>
    public void Dispose()
    {
        if (_owned)
        {
            _http.Dispose();
        }
    }

    /// <summary>Submits a task as its author wrote it.</summary>
    internal Task<AgentTask> SubmitJsonAsync(ReadOnlyMemory<byte> json, string? idempotencyKey, TimeSpan? wait, CancellationToken cancellationToken)
    {
        List<(string, string)> headers = [("Idempotency-Key", idempotencyKey ?? NewIdempotencyKey())];
        if (wait is { } time)
        {
            headers.Add(("Prefer", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"wait={Math.Ceiling(time.TotalSeconds):0}")));
        }

        return _tasks.AskAsync(new ApiRequest(HttpMethod.Post, "tasks") { Body = json, Headers = headers, Wait = wait ?? TimeSpan.Zero }, cancellationToken);
    }

    /// <summary>Submits tasks as their author wrote them.</summary>
    internal IAsyncEnumerable<BatchItem> SubmitJsonAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> lines, string? idempotencyKey, CancellationToken cancellationToken) =>
        new BatchUpload(_transport).SendAsync(lines, idempotencyKey ?? NewIdempotencyKey(), cancellationToken);

    private static ReadOnlyMemory<byte> Json(TaskRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, ClientJson.Default.TaskRequest);

    private static T ResultOf<T>(AgentTask task, JsonTypeInfo<T> type) =>
        task is { Status: AgentTaskStatus.Succeeded, Result: { } result } && result.Deserialize(type) is { } value ? value : throw new TaskNotSucceededException(task);
}
