using System.Net.Http.Headers;
using System.Text.Json;

namespace AgentFunctions.Tests.Crash.Load;

/// <summary>A client that does not give up: a request without a good answer goes to another intake.</summary>
internal sealed class IntakeClient(IReadOnlyList<Uri> intakes) : IDisposable
{
    private const int TooManyRequests = 429;
    private const int RequestTimeout = 408;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // An intake that hangs on a lost storage is left before it gives up itself, so that it may still store the task.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private int _next;
    private int _unanswered;

    /// <summary>Requests that got no answer, or one that asks to come again.</summary>
    public int Unanswered => _unanswered;

    /// <summary>Posts until an intake gives an answer that will not get better by asking again.</summary>
    /// <param name="body">Called for each try.</param>
    /// <param name="conflictIsFinal">False where 409 means that the same request is being dealt with just now.</param>
    public Task<ClientAnswer> PostAsync(string path, Func<string> body, string? idempotencyKey, bool conflictIsFinal, CancellationToken cancellationToken) =>
        SendAsync(
            intake =>
            {
                HttpRequestMessage request = new(HttpMethod.Post, new Uri(intake, path)) { Content = new StringContent(body(), Json) };
                if (idempotencyKey is not null)
                {
                    request.Headers.Add("Idempotency-Key", idempotencyKey);
                }

                return request;
            },
            conflictIsFinal,
            cancellationToken);

    public Task<ClientAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(intake => new HttpRequestMessage(HttpMethod.Get, new Uri(intake, path)), conflictIsFinal: true, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<ClientAnswer> SendAsync(Func<Uri, HttpRequestMessage> request, bool conflictIsFinal, CancellationToken cancellationToken)
    {
        while (true)
        {
            Uri intake = intakes[(Interlocked.Increment(ref _next) & int.MaxValue) % intakes.Count];
            if (await TryAsync(request(intake), cancellationToken) is { } answer && IsFinal(answer.Status, conflictIsFinal))
            {
                return answer;
            }

            Interlocked.Increment(ref _unanswered);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static bool IsFinal(int status, bool conflictIsFinal) =>
        status < 500 && status is not (RequestTimeout or TooManyRequests) && (conflictIsFinal || status != 409);

    private async Task<ClientAnswer?> TryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using (request)
            using (HttpResponseMessage response = await _http.SendAsync(request, cancellationToken))
            {
                string body = await response.Content.ReadAsStringAsync(cancellationToken);
                return new ClientAnswer((int)response.StatusCode, body.Length == 0 ? default : JsonElement.Parse(body));
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>What an intake said.</summary>
internal readonly record struct ClientAnswer(int Status, JsonElement Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
