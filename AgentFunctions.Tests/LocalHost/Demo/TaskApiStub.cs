using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.LocalHost.Demo;

/// <summary>
/// The two calls of the task API that the demo makes. What becomes of a task is written in its own input:
/// <c>{"then":"succeeded","after":2}</c> means succeeded from the third look on; without <c>then</c> it is refused.
/// </summary>
internal sealed class TaskApiStub : IAsyncDisposable
{
    private static readonly DateTimeOffset Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, JsonNode> _tasks = new();
    private readonly ConcurrentDictionary<string, int> _looks = new();

    private TaskApiStub(WebApplication app)
    {
        _app = app;
        app.MapPost("/api/tasks/batch", SubmitAsync);
        app.MapGet("/api/tasks/{id}", Look);
    }

    public Uri BaseAddress => new(
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/api");

    public ConcurrentQueue<(string? ContentType, int Lines)> Batches { get; } = new();

    /// <summary>When set, every batch is answered with this status and a problem.</summary>
    public int? BatchStatus { get; init; }

    public static async Task<TaskApiStub> StartAsync(CancellationToken cancellationToken, int? batchStatus = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stub = new TaskApiStub(builder.Build()) { BatchStatus = batchStatus };
        await stub._app.StartAsync(cancellationToken);
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> SubmitAsync(HttpRequest request)
    {
        if (BatchStatus is { } status)
        {
            return Results.Text("""{"title":"Busy","detail":"Come back later."}""", "application/problem+json", statusCode: status);
        }

        var text = await new StreamReader(request.Body).ReadToEndAsync(request.HttpContext.RequestAborted);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Batches.Enqueue((request.ContentType, lines.Length));
        var items = new JsonArray([.. lines.Select((line, index) => Accept(JsonNode.Parse(line)!, index))]);
        var accepted = items.Count(item => item!["id"] is not null);
        return Json(202, new JsonObject { ["accepted"] = accepted, ["refused"] = items.Count - accepted, ["items"] = items });
    }

    private JsonObject Accept(JsonNode task, int index)
    {
        if (task["input"]?["then"] is null)
        {
            var error = new JsonObject { ["field"] = "input.then", ["message"] = "is missing" };
            var problem = new JsonObject { ["title"] = "Bad task", ["detail"] = "See errors.", ["errors"] = new JsonArray(error) };
            return new() { ["index"] = index, ["status"] = 400, ["problem"] = problem };
        }

        var id = $"t{_tasks.Count}";
        _tasks[id] = task;
        return new() { ["index"] = index, ["status"] = 202, ["id"] = id };
    }

    private IResult Look(string id, HttpResponse response)
    {
        var task = _tasks[id];
        var input = task["input"]!;
        var looks = _looks.AddOrUpdate(id, 1, (_, before) => before + 1);
        var then = looks > ((int?)input["after"] ?? 0) ? (string)input["then"]! : "running";
        // Far beyond what the demo is willing to wait.
        response.Headers.RetryAfter = "30";
        return then switch
        {
            "lost" => Results.StatusCode(404),
            "unwell" => Results.StatusCode(503),
            _ => Json(200, Describe(id, task, then)),
        };
    }

    private static JsonObject Describe(string id, JsonNode task, string status)
    {
        var input = task["input"]!;
        var body = new JsonObject
        {
            ["id"] = id,
            ["status"] = status,
            ["agent"] = (string)task["agent"]!,
            ["lane"] = "standard",
            ["createdAt"] = Created,
            ["cost"] = 0.0015m,
        };
        if (status is not ("running" or "queued"))
        {
            body["finishedAt"] = Created.AddSeconds((double?)input["seconds"] ?? 1);
            body["usage"] = new JsonObject
            {
                ["inputTokens"] = 1000,
                ["cachedInputTokens"] = 0,
                ["outputTokens"] = 200,
                ["estimated"] = (bool?)input["estimated"] ?? false,
            };
        }

        if (status == "succeeded")
        {
            body["result"] = new JsonObject { ["answer"] = $"[{id}]" };
        }
        else if (status is "failed" or "deadLettered")
        {
            body["error"] = new JsonObject { ["code"] = "modelRefused", ["message"] = "no [thanks]" };
        }

        return body;
    }

    private static IResult Json(int status, JsonObject body) =>
        Results.Text(body.ToJsonString(), "application/json", statusCode: status);
}
