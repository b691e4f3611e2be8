using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Client.Servers;

/// <summary>A server whose tasks and batches all have the same events: each connection gets the next part of them, and ends.</summary>
internal sealed class EventServer : IAsyncDisposable
{
    public const string Task = """{"id":"t1","status":"succeeded","agent":"a","lane":"standard","createdAt":"2026-11-26T00:00:00Z","cost":0.5,"metadata":{},"attempts":[],"result":{"category":"billing"}}""";

    public const string Batch = """{"id":"b1","createdAt":"2026-11-26T00:00:00Z","total":2,"counts":{"succeeded":1,"failed":1},"finished":true,"tasks":[{"id":"t1","status":"succeeded"},{"id":"t2","status":"failed"}]}""";

    private const string Open = """{"id":"t1","status":"queued","agent":"a","lane":"standard","createdAt":"2026-11-26T00:00:00Z","cost":0,"metadata":{},"attempts":[]}""";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<EventPart> _parts;

    private EventServer(WebApplication app, IEnumerable<EventPart> parts) => (_app, _parts) = (app, new(parts));

    public Uri Address => new(_app.Urls.First() + "/api");

    /// <summary>Of each connection; empty when it had none.</summary>
    public ConcurrentQueue<string> LastEventIds { get; } = new();

    /// <summary>How often the task or the batch itself was looked at.</summary>
    public int Looks { get; private set; }

    public static async Task<EventServer> StartAsync(params EventPart[] parts)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        EventServer server = new(app, parts);
        app.MapPost("/api/tasks", () => Results.Text(Open, "application/json", statusCode: 202));
        app.MapGet("/api/tasks/{id}", () =>
        {
            server.Looks++;
            return Results.Text(Task, "application/json");
        });
        app.MapGet("/api/batches/{id}", () =>
        {
            server.Looks++;
            return Results.Text(Batch, "application/json");
        });
        app.MapGet("/api/tasks/{id}/events", server.AnswerAsync);
        app.MapGet("/api/batches/{id}/events", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        LastEventIds.Enqueue(http.Request.Headers["Last-Event-ID"].ToString());
        EventPart part = _parts.TryDequeue(out EventPart? next) ? next : new EventPart(string.Empty);
        if (part.Status != StatusCodes.Status200OK)
        {
            http.Response.StatusCode = part.Status;
            http.Response.ContentType = "application/problem+json";
            await http.Response.WriteAsync(part.Text);
            return;
        }

        http.Response.ContentType = "text/event-stream";

        // A body shorter than it was said to be: what was sent arrives, and then the connection is gone.
        http.Response.ContentLength = part.BreaksOff ? Encoding.UTF8.GetByteCount(part.Text) + 1 : null;
        await http.Response.WriteAsync(part.Text);
        await http.Response.Body.FlushAsync();
        if (part.FallsSilent)
        {
            await System.Threading.Tasks.Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}

/// <summary>What one connection gets.</summary>
/// <param name="Text">Events as they go over the wire.</param>
/// <param name="FallsSilent">It stays open and nothing more comes.</param>
/// <param name="BreaksOff">It ends as when a host dies.</param>
internal sealed record EventPart(string Text, int Status = 200, bool FallsSilent = false, bool BreaksOff = false);
