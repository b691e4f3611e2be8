using System.Buffers;
using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Http.Events;

/// <summary>Sends events as they come, until there are no more, the client has gone or the host stops; then the client comes again.</summary>
/// <param name="events">Null: nothing happens, which is said too.</param>
internal sealed partial class EventStreamResult(
    Func<CancellationToken, IAsyncEnumerable<SseItem<byte[]>?>> events, ILogger log, CancellationToken hostStopping) : IResult
{
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(1);

    // A comment: whatever stands between client and host sees that the connection is in use, and the client sees no event.
    private static readonly byte[] Silence = ":\n\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Open(httpContext);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, hostStopping);
        try
        {
            await SendAsync(httpContext.Response.Body, ended.Token);
        }
        catch (Exception) when (ended.IsCancellationRequested)
        {
            // A client that has gone, or will be back at another instance.
        }
        catch (Exception e)
        {
            // Too late for a problem; the client sees the connection break and comes again.
            StreamBroke(log, e);
            httpContext.Abort();
        }
    }

    private static void Open(HttpContext http)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = EventStreamHeaders.ContentType;
        http.Response.Headers.CacheControl = "no-cache";

        // Understood by nginx and those who follow it.
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task SendAsync(Stream body, CancellationToken cancellationToken)
    {
        await body.FlushAsync(cancellationToken);
        bool isFirst = true;
        await foreach (SseItem<byte[]>? happened in events(cancellationToken).WithCancellation(cancellationToken))
        {
            if (happened is { } item)
            {
                SseItem<byte[]> sent = new(item.Data, item.EventType) { EventId = item.EventId, ReconnectionInterval = isFirst ? Reconnection : null };
                await SseFormatter.WriteAsync(One(sent), body, static (e, writer) => writer.Write(e.Data), cancellationToken);
                isFirst = false;
            }
            else
            {
                await body.WriteAsync(Silence, cancellationToken);
                await body.FlushAsync(cancellationToken);
            }
        }
    }

    private static async IAsyncEnumerable<T> One<T>(T item)
    {
        await Task.CompletedTask;
        yield return item;
    }

    [LoggerMessage(EventId = 130, Level = LogLevel.Error, Message = "An event stream broke.", EventName = "EventStreamBroke")]
    private static partial void StreamBroke(ILogger logger, Exception exception);
}
