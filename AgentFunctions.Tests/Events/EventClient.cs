using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Tests.Events;

/// <summary>An event as it came over the wire.</summary>
internal sealed record WireEvent(string? Id, string Name, JsonElement Data)
{
    public bool IsEnd => Name is "succeeded" or "failed" or "cancelled" or "deadLettered" or "finished";

    public string? Text(string field) => Data.TryGetProperty(field, out JsonElement value) ? value.ToString() : null;
}

/// <summary>Reads event streams as the framework's own parser does.</summary>
internal static class EventClient
{
    /// <summary>The events of a stream, for as long as the reader asks for more.</summary>
    public static async IAsyncEnumerable<WireEvent> ReadAsync(HttpClient client, string path, string? lastId = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await OpenAsync(client, path, lastId, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        SseParser<byte[]> parser = SseParser.Create(body, (_, data) => data.ToArray());
        string? seen = null;
        await foreach (SseItem<byte[]> item in parser.EnumerateAsync(cancellationToken))
        {
            // The parser keeps the id for its own reconnection; only a change of it stood on the wire.
            string? id = parser.LastEventId is { Length: > 0 } last && last != seen ? last : null;
            seen = id ?? seen;
            yield return new WireEvent(id, item.EventType, JsonElement.Parse(Encoding.UTF8.GetString(item.Data)));
        }
    }

    /// <summary>All events up to the end of the stream.</summary>
    public static async Task<List<WireEvent>> ReadAllAsync(HttpClient client, string path, string? lastId = null)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        return await ReadAsync(client, path, lastId, limit.Token).ToListAsync(limit.Token);
    }

    public static async Task<HttpResponseMessage> OpenAsync(HttpClient client, string path, string? lastId, CancellationToken cancellationToken, string? accept = "text/event-stream")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastId);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public static async Task<JsonElement> PostAsync(HttpClient client, string path, string body, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static async Task<string> SubmitAsync(HttpClient client, string body) => (await PostAsync(client, "tasks", body)).GetProperty("id").GetString()!;
}
