using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using AgentFunctions.LocalHost.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Models.Batches.Servers;

/// <summary>A provider's batch API on the loopback that plays it as documented and refuses every request that is not as documented.</summary>
internal abstract class WireServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    protected WireServer()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        int port = FreePorts.Find();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _server = builder.Build();
        Root = new Uri($"http://127.0.0.1:{port}");
        _server.Run(HandleAsync);
    }

    public Uri Root { get; }

    /// <summary>Method and path of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answered instead of what is next asked for.</summary>
    public ConcurrentQueue<(int Status, string? RetryAfter, string Body)> Faults { get; } = new();

    public Task StartAsync() => _server.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    protected abstract Task AnswerAsync(HttpContext http);

    /// <summary>What a request that is not as documented is answered with; says what is wrong.</summary>
    protected static void Require(bool condition, string problem, int status = 400)
    {
        if (!condition)
        {
            throw new WireFault(status, problem);
        }
    }

    protected static void RequireOnly(JsonNode? node, string place, params string[] allowed)
    {
        Require(node is JsonObject, $"{place} is no object");
        foreach ((string name, _) in node!.AsObject())
        {
            Require(allowed.Contains(name), $"{place}.{name} is unknown");
        }
    }

    protected static string Header(HttpContext http, string name) => http.Request.Headers[name].ToString();

    protected static async Task<JsonObject> JsonBodyAsync(HttpContext http)
    {
        Require(http.Request.ContentType == "application/json", $"content type '{http.Request.ContentType}'");
        return (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!.AsObject();
    }

    protected static Task WriteAsync(HttpContext http, JsonNode body) => WriteAsync(http, body.ToJsonString());

    protected static Task WriteAsync(HttpContext http, string body, string type = "application/json")
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    private async Task HandleAsync(HttpContext http)
    {
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}");
        if (Faults.TryDequeue(out (int Status, string? RetryAfter, string Body) fault))
        {
            http.Response.StatusCode = fault.Status;
            http.Response.Headers.RetryAfter = fault.RetryAfter;
            await WriteAsync(http, fault.Body);
            return;
        }

        try
        {
            await AnswerAsync(http);
        }
        catch (Exception e) when (e is WireFault or System.Text.Json.JsonException or InvalidOperationException or KeyNotFoundException or InvalidDataException)
        {
            http.Response.StatusCode = e is WireFault wire ? wire.Status : 400;
            await WriteAsync(http, new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = "invalid_request_error", ["message"] = e.Message } });
        }
    }

    private sealed class WireFault(int status, string problem) : Exception(problem)
    {
        public int Status => status;
    }
}
