using System.Text.Json;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Events;

/// <summary>Answers that two models of a server that others wrote stream over the wire, on the whole local host in memory.</summary>
[Collection(StreamCollection.Name)]
public sealed class ModelStreamTests : IAsyncLifetime
{
    private const string Agent = """
        ---
        name: sum-up
        description: Adds numbers.
        version: 1
        output: {type: object, required: [total], properties: {total: {type: number}, why: {type: string}}}
        quality: 0.5
        maxOutputTokens: 100
        checks:
          - number: {field: total, equals: input.expected, tolerance: 0.01}
        ---
        Add the numbers.
        {{input.text}}
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private MockLlmServer? _server;
    private LocalHostApp? _host;

    public async ValueTask InitializeAsync()
    {
        string rules = "streaming:\n  chunkSize: 5\n  chunkIntervalMs: 40\nrules:\n" + Rule("small", 4) + Rule("large", 5)
            + "  - path: \"/v1/chat/completions\"\n    match: \"contains(to_string(body.messages), 'BUSY')\"\n    sequence: 0\n    response:\n      status: 503\n      content: '{\"error\":{\"message\":\"busy\"}}'\n";
        _server = await MockLlmServer.StartAsync(rules, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("sum-up.agent.md"), Agent, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("one-model.agent.md"), Agent.Replace("sum-up", "one-model", StringComparison.Ordinal).Replace("quality: 0.5\n", string.Empty, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("models.json"), $$"""
            {"default": "large", "models": [
              {"name": "small", "provider": "openai", "endpoint": "{{_server.BaseAddress}}", "price": {"input": 1, "output": 10}, "contextWindow": 10000, "passRate": 0.8},
              {"name": "large", "provider": "openai", "endpoint": "{{_server.BaseAddress}}", "price": {"input": 100, "output": 1000}, "contextWindow": 10000, "passRate": 0.95}]}
            """, TestContext.Current.CancellationToken);
        Dictionary<string, string?> settings = new()
        {
            ["AgentFunctions:AgentsDirectory"] = _folder.Path,
            ["AgentFunctions:ModelsFile"] = _folder.File("models.json"),
            ["AgentFunctions:Workers:Retry:FirstDelay"] = "00:00:00.2",
        };
        _host = await LocalHostApp.StartAsync(
            new LocalHostOptions { Port = 0, InMemory = true, Settings = settings }, null, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        _client.BaseAddress = new Uri(_host.Address! + "/");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pieces_that_a_model_streams_make_the_answer_and_are_billed_as_any_other()
    {
        List<WireEvent> events = await RunAsync(expected: 4);

        Assert.Equal(["queued", "running", "delta", "succeeded"], events.Select(e => e.Name).Distinct());
        Assert.True(events.Count(e => e.Name == "delta") > 1, "more than one piece");
        Assert.Equal(4, Answer(events).GetProperty("total").GetInt32());
        JsonElement end = events[^1].Data;
        Assert.Equal(("small", true), (end.GetProperty("model").GetString(), end.GetProperty("cost").GetDecimal() > 0));
        Assert.Equal(1, _server!.ChatRequests);
    }

    [Fact]
    public async Task An_answer_that_did_not_pass_is_void_and_the_better_model_starts_anew()
    {
        List<WireEvent> events = await RunAsync(expected: 5);

        Assert.Equal(["queued", "running", "delta", "restarted", "escalated", "succeeded"], events.Select(e => e.Name).Distinct());
        Assert.Equal("large", Assert.Single(events, e => e.Name == "restarted").Text("model"));
        Assert.Equal(5, Answer(events).GetProperty("total").GetInt32());
        WireEvent escalated = Assert.Single(events, e => e.Name == "escalated");
        Assert.Equal(("small", "large"), (escalated.Text("from"), escalated.Text("to")));
        Assert.Contains("did not pass", escalated.Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_attempt_is_told_with_its_reason_and_the_next_one_goes_on()
    {
        List<WireEvent> events = await RunAsync(expected: 5, text: "BUSY 2 + 3", agent: "one-model");

        Assert.Equal(["queued", "running", "attemptFailed", "running", "delta", "succeeded"], events.Where(e => e.Id is not null).Select(e => e.Name).Aggregate(new List<string>(), (names, name) => names is [.., var last] && last == name ? names : [.. names, name]));
        WireEvent failed = Assert.Single(events, e => e.Name == "attemptFailed");
        Assert.Equal(("1-100", "model-unavailable"), (failed.Id, failed.Data.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(2, events.Where(e => e.Name == "running").Max(e => e.Data.GetProperty("attempt").GetInt32()));
    }

    private static JsonElement Answer(List<WireEvent> events) =>
        JsonElement.Parse(string.Concat(events.Skip(events.FindLastIndex(e => e.Name == "restarted") + 1).Where(e => e.Name == "delta").Select(e => e.Text("text"))));

    private static string Rule(string model, int total) =>
        $"  - path: \"/v1/chat/completions\"\n    match: \"body.model == '{model}'\"\n    response:\n      status: 200\n      content: '{{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"{{\\\"total\\\":{total},\\\"why\\\":\\\"because two and two make that, as everybody knows who can count on the fingers of one hand\\\"}}\"}},\"finish_reason\":\"stop\"}}],\"usage\":{{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}}}}'\n";

    private async Task<List<WireEvent>> RunAsync(int expected, string? text = null, string agent = "sum-up")
    {
        string body = JsonSerializer.Serialize(new { agent, input = new { text = text ?? $"2 + {expected - 2}", expected }, stream = true, explore = false });
        return await EventClient.ReadAllAsync(_client, $"tasks/{await EventClient.SubmitAsync(_client, body)}/events");
    }
}
