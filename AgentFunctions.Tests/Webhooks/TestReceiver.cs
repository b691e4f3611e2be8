using System.Collections.Concurrent;
using System.Net;
using AgentFunctions.Tests.Telemetry;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>A receiver of callbacks on the loopback.</summary>
internal sealed class TestReceiver : IDisposable
{
    private readonly LoopbackServer _server;
    private readonly ConcurrentQueue<Action<HttpListenerResponse>> _answers = new();

    public TestReceiver() => _server = new LoopbackServer(AnswerAsync);

    public Uri Address => _server.Address;

    public ConcurrentQueue<ReceivedCallback> Received { get; } = new();

    /// <summary>Answers the next request so; one for which there is no answer gets 204.</summary>
    public void Next(int status, Action<HttpListenerResponse>? more = null) => _answers.Enqueue(response =>
    {
        response.StatusCode = status;
        more?.Invoke(response);
    });

    public void Dispose() => _server.Dispose();

    private async Task AnswerAsync(HttpListenerContext http)
    {
        using StreamReader reader = new(http.Request.InputStream);
        string body = await reader.ReadToEndAsync();
        http.Response.StatusCode = 204;
        if (_answers.TryDequeue(out Action<HttpListenerResponse>? answer))
        {
            answer(http.Response);
        }

        WebHeaderCollection headers = (WebHeaderCollection)http.Request.Headers;
        Received.Enqueue(new ReceivedCallback(http.Request.HttpMethod, http.Request.RawUrl!, headers, body));
    }
}

internal sealed record ReceivedCallback(string Method, string Path, WebHeaderCollection Headers, string Body)
{
    public string Id => Headers["webhook-id"]!;

    public string[] Signatures => Headers["webhook-signature"]!.Split(' ');
}
