using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentFunctions.Client.Json;
using Polly;

namespace AgentFunctions.Client.Http;

/// <summary>Sends requests, again where that is safe, and turns refusals into exceptions.</summary>
internal sealed class ApiTransport
{
    private const int ShownCharacters = 300;

    private static readonly ProductInfoHeaderValue Agent = new("AgentFunctions.Client", typeof(ApiTransport).Assembly.GetName().Version?.ToString(3));

    private readonly HttpClient _http;
    private readonly AgentFunctionsClientOptions _options;
    private readonly RetryRules _rules;
    private readonly Dictionary<RepeatRule, ResiliencePipeline<HttpResponseMessage>> _pipelines;
    private readonly string _root;

    public ApiTransport(HttpClient http, AgentFunctionsClientOptions options)
    {
        options.Check();
        _http = http;
        _options = options;
        _rules = new RetryRules(options);
        _pipelines = Enum.GetValues<RepeatRule>().ToDictionary(rule => rule, _rules.Create);
        _root = options.BaseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <summary>The answer's JSON.</summary>
    /// <exception cref="ApiException">The answer is no success.</exception>
    /// <exception cref="ServerUnavailableException">There is no answer, or not this JSON.</exception>
    public async Task<T> AskAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        await RefuseFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(request, response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The answer, whatever its status; the caller disposes of it.</summary>
    /// <exception cref="ServerUnavailableException">There is no answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipelines[request.Repeat].ExecuteAsync(
                static async (state, token) => await state.Transport.SendOnceAsync(state.Request, token).ConfigureAwait(false), (Transport: this, Request: request), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            throw new ServerUnavailableException($"{request.Method} {_root}/{request.Path} got no answer: {e.Message}", e);
        }
    }

    /// <exception cref="ApiException">The answer is no success.</exception>
    public async Task RefuseFailureAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            throw new ApiException(ProblemOf(request, response, body), _rules.RetryAfter(response));
        }
    }

    /// <exception cref="ServerUnavailableException">The body is not this JSON.</exception>
    public async Task<T> ReadAsync<T>(ApiRequest request, HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new ServerUnavailableException($"{request.Method} {_root}/{request.Path} answered something else than expected; is the address right, with its route prefix? {e.Message}", e);
        }
    }

    public TimeSpan? RetryAfter(HttpResponseMessage response) => _rules.RetryAfter(response);

    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_options.AttemptTimeout + request.Wait, _options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using HttpRequestMessage message = Message(request);
        try
        {
            HttpCompletionOption completion = request.IsStream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
            return await _http.SendAsync(message, completion, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {(_options.AttemptTimeout + request.Wait).TotalSeconds:0.#} s", e);
        }
    }

    private HttpRequestMessage Message(ApiRequest request)
    {
        HttpRequestMessage message = new(request.Method, new Uri($"{_root}/{request.Path}"));
        message.Headers.UserAgent.Add(Agent);
        foreach ((string name, string value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (_options.ApiKey is { Length: > 0 } key)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (_options.FunctionKey is { Length: > 0 } functionKey)
        {
            message.Headers.TryAddWithoutValidation("x-functions-key", functionKey);
        }

        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(request.ContentType) } };
        }

        return message;
    }

    // A gateway in between, or another server, answers in its own words.
    private Problem ProblemOf(ApiRequest request, HttpResponseMessage response, byte[] body)
    {
        int status = (int)response.StatusCode;
        try
        {
            if (JsonSerializer.Deserialize(body, ClientJson.Default.Problem) is { Title: not null } problem)
            {
                return problem with { Status = status };
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        string text = System.Text.Encoding.UTF8.GetString(body).Trim();
        string shown = text.Length > ShownCharacters ? text[..ShownCharacters] + "..." : text;
        return new Problem(null, response.ReasonPhrase, status, $"{request.Method} {_root}/{request.Path} answered {(shown.Length > 0 ? shown : "nothing more; is the address right, with its route prefix?")}", null);
    }
}
