using System.Net;
using System.Net.Mime;
using System.Net.ServerSentEvents;
using System.Text.Json;
using AgentFunctions.Client.Http;

namespace AgentFunctions.Client.Events;

/// <summary>One connection to a stream of events.</summary>
internal sealed class EventConnection : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<byte[]>> _items;
    private readonly SseParser<byte[]> _parser;

    private EventConnection(HttpResponseMessage response, Stream stream, CancellationToken cancellationToken)
    {
        _response = response;
        _parser = SseParser.Create(stream, static (_, data) => data.ToArray());
        _items = _parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    /// <summary>How long the server wants to be left alone before the next connection; null when it did not say.</summary>
    public TimeSpan? Reconnection => _parser.ReconnectionInterval is var interval && interval > TimeSpan.Zero ? interval : null;

    /// <summary>Connects after the event that was seen last.</summary>
    /// <returns>Null when the server has no events.</returns>
    /// <exception cref="ApiException">The server refuses, also because there is no such task or batch.</exception>
    public static async Task<EventConnection?> OpenAsync(ApiTransport transport, string path, string? last, AgentFunctionsClientOptions options, CancellationToken cancellationToken)
    {
        ApiRequest request = new(HttpMethod.Get, path)
        {
            Headers = last is null ? [("Accept", MediaTypeNames.Text.EventStream)] : [("Accept", MediaTypeNames.Text.EventStream), ("Last-Event-ID", last)],
            IsStream = true,
        };
        HttpResponseMessage response = await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Text.EventStream)
            {
                Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                EventConnection connection = new(response, new WatchedStream(stream, options.EventSilence, options.TimeProvider), cancellationToken);
                response = null!;
                return connection;
            }

            await transport.RefuseFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ApiException e) when ((HttpStatusCode)e.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable or HttpStatusCode.NotImplemented && !e.Is("no-such-task") && !e.Is("no-such-batch"))
        {
            return null;
        }
        finally
        {
            response?.Dispose();
        }
    }

    /// <summary>The next event; null when the connection has ended or broken off.</summary>
    /// <exception cref="ServerUnavailableException">What comes are no events of this API.</exception>
    public async Task<(T Event, string? Id)?> NextAsync<T>(Func<SseItem<byte[]>, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await _items.MoveNextAsync().ConfigureAwait(false) ? (read(_items.Current), _items.Current.EventId) : null;
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new ServerUnavailableException($"An event of {_response.RequestMessage?.RequestUri} cannot be read: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
