using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.LocalHost.Storage;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>A whole local host with one agent, <c>echo</c>, on a model of the test.</summary>
internal sealed class TracedHost : IAsyncDisposable
{
    private const string Agent =
        """
        ---
        name: echo
        description: Repeats a text.
        version: 3
        output:
          type: object
          additionalProperties: false
          required: [echo]
          properties:
            echo: {type: string}
        tools:
          - function: search_notes
        ---
        You repeat.

        {{input.text}}
        """;

    private readonly TemporaryFolder _folder;
    private readonly AzuriteServer? _storage;
    private readonly LocalHostApp _host;
    private readonly HttpClient _client;

    private TracedHost(TemporaryFolder folder, AzuriteServer? storage, LocalHostApp host)
    {
        (_folder, _storage, _host) = (folder, storage, host);

        // Without the spans of this process's own, which whoever listens would get to see too.
        _client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false }) { BaseAddress = new Uri(host.Address! + "/") };
    }

    /// <param name="collector">Value of OTEL_EXPORTER_OTLP_ENDPOINT; null: not set.</param>
    /// <param name="azurite">Whether tasks are kept in an Azurite rather than in memory.</param>
    /// <param name="more">Further settings.</param>
    public static async Task<TracedHost> StartAsync(
        LoopbackModel model, Uri? collector, bool azurite = false, IReadOnlyDictionary<string, string?>? more = null)
    {
        TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("agents"));
        await File.WriteAllTextAsync(folder.File("agents/echo.agent.md"), Agent);
        await File.WriteAllTextAsync(folder.File("models.json"), Models(model));
        Dictionary<string, string?> settings = new()
        {
            ["AgentFunctions:AgentsDirectory"] = folder.File("agents"),
            ["AgentFunctions:ModelsFile"] = folder.File("models.json"),
            ["AgentFunctions:Workers:Retry:FirstDelay"] = "00:00:00.050",
            ["AgentFunctions:Workers:Retry:MaxAttempts"] = "2",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector?.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        };
        foreach ((string name, string? value) in more ?? new Dictionary<string, string?>())
        {
            settings[name] = value;
        }

        AzuriteServer? storage = azurite
            ? await AzuriteServer.StartAsync(
                new(folder.File("storage")) { StoragePort = 0, StartTimeout = TimeSpan.FromMinutes(2) }, _ => { }, NullLogger.Instance, TimeProvider.System, CancellationToken.None)
            : null;
        LocalHostOptions options = new() { Port = 0, InMemory = !azurite, DataDirectory = folder.Path, MinWorkers = 2, MaxWorkers = 4, Settings = settings };
        return new TracedHost(folder, storage, await LocalHostApp.StartAsync(options, storage, logging => logging.ClearProviders(), CancellationToken.None));
    }

    /// <summary>Sends a task of a caller that is in a trace of its own, and waits for its end.</summary>
    /// <returns>The caller's place in its trace, and the task.</returns>
    public async Task<(ActivityContext Caller, JsonElement Task)> RunAsync(string text, CancellationToken cancellationToken)
    {
        ActivityContext caller = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        using HttpRequestMessage request = new(HttpMethod.Post, "tasks") { Content = JsonContent.Create(new { agent = "echo", input = new { text } }) };
        request.Headers.Add("traceparent", $"00-{caller.TraceId}-{caller.SpanId}-01");
        request.Headers.Add("Prefer", "wait=30");
        using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
        return (caller, JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
    }

    public T? Service<T>()
        where T : class => _host.Services.GetService<T>();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
        if (_storage is not null)
        {
            await _storage.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static string Models(LoopbackModel model) => $$"""
        {
          "default": "small",
          "models": [
            { "name": "small", "provider": "openai", "endpoint": "{{model.Endpoint}}", "deployment": "m",
              "price": { "input": 2, "output": 10 }, "contextWindow": 8192 }
          ]
        }
        """;
}
