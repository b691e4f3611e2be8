using System.Collections.Concurrent;
using System.Text;

namespace AgentFunctions.Tests.OpenApi.Contract;

/// <summary>Notes what goes over the wire.</summary>
internal sealed class ExchangeRecorder() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 })
{
    /// <summary>Of a request whose answer is a good example; it is not sent.</summary>
    public const string ExampleHeader = "Example-Of-Tests";

    // Bodies that are too large only show that they were refused.
    private const int MostNoted = 1024 * 1024;

    private const string Prefix = "/api";
    private const string Endless = "/overview/events";

    public ConcurrentQueue<Exchange> Exchanges { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string? sent = request.Content is { Headers.ContentLength: < MostNoted } content ? await content.ReadAsStringAsync(cancellationToken) : null;
        bool isExample = request.Headers.Remove(ExampleHeader);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        await BufferAsync(response, cancellationToken);
        Exchanges.Enqueue(new Exchange(
            request.Method.Method,
            request.RequestUri!.AbsolutePath[Prefix.Length..],
            request.RequestUri.Query.TrimStart('?'),
            request.Content?.Headers.ContentType?.ToString(),
            sent,
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value)),
            response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync(cancellationToken))
        {
            IsExample = isExample,
        });
        return response;
    }

    // Of a stream without an end the first event will do.
    private static async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.RequestMessage!.RequestUri!.AbsolutePath.EndsWith(Endless, StringComparison.Ordinal) || response.Content.Headers.ContentType is not { MediaType: "text/event-stream" } type)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return;
        }

        StringBuilder text = new();
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line && (line.Length > 0 || !text.ToString().Contains("data: ", StringComparison.Ordinal)))
        {
            text.Append(line).Append('\n');
        }

        response.Content = new StringContent(text.Append('\n').ToString(), type);
    }
}
