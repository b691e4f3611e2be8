using System.Net.Http.Json;
using System.Text.Json;
using AgentFunctions.LocalHost;
using AgentFunctions.LocalHost.Hosting;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Tests.Wire;

/// <summary>Routing on the whole local host, in memory, before two models of a server that others wrote.</summary>
public sealed class RoutingApiTests : IAsyncLifetime
{
    // 100 input tokens at a dollar a million, 20 output tokens at ten dollars, and a hundred times as much for the large model.
    private const decimal SmallCost = 0.0003m;
    private const decimal LargeCost = 0.03m;

    private const string Agent = """
        ---
        name: sum-up
        description: Adds numbers.
        version: 1
        output: {type: object, required: [total], properties: {total: {type: number}}}
        quality: 0.5
        maxOutputTokens: 100
        checks:
          - number: {field: total, equals: input.expected, tolerance: 0.01}
        ---
        Add the numbers.
        {{input.text}}
        """;

    private readonly TemporaryFolder _folder = new();
    private MockLlmServer? _server;
    private LocalHostApp? _host;
    private HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        _server = await MockLlmServer.StartAsync("rules:\n" + Rule("small", 4) + Rule("large", 5), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("sum-up.agent.md"), Agent, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("models.json"), $$"""
            {"default": "large", "models": [
              {"name": "small", "provider": "openai", "endpoint": "{{_server.BaseAddress}}", "price": {"input": 1, "output": 10}, "contextWindow": 10000, "passRate": 0.8},
              {"name": "large", "provider": "openai", "endpoint": "{{_server.BaseAddress}}", "price": {"input": 100, "output": 1000}, "contextWindow": 10000, "passRate": 0.95}]}
            """, TestContext.Current.CancellationToken);
        LocalHostOptions options = new()
        {
            Port = 0,
            InMemory = true,
            Settings = new Dictionary<string, string?>
            {
                ["AgentFunctions:AgentsDirectory"] = _folder.Path,
                ["AgentFunctions:ModelsFile"] = _folder.File("models.json"),
            },
        };
        _host = await LocalHostApp.StartAsync(options, null, logging => logging.ClearProviders(), TestContext.Current.CancellationToken);
        _client = new HttpClient { BaseAddress = new Uri(_host.Address! + "/") };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
        await _server!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_task_says_why_it_got_its_model_and_the_report_what_that_saved()
    {
        JsonElement task = await RunAsync(expected: 4);

        Assert.Equal(("succeeded", "small", SmallCost), (task.GetProperty("status").GetString(), task.GetProperty("model").GetString(), task.GetProperty("cost").GetDecimal()));
        JsonElement route = task.GetProperty("route");
        Assert.Equal(("small", 0.5, LargeCost), (route.GetProperty("model").GetString(), route.GetProperty("quality").GetDouble(), route.GetProperty("costOnBestModel").GetDecimal()));
        Assert.Equal(["small chosen", "large notWorthItsPrice"], route.GetProperty("candidates").EnumerateArray().Select(c => $"{c.GetProperty("model").GetString()} {c.GetProperty("verdict").GetString()}"));
        Assert.NotEmpty(route.GetProperty("because").EnumerateArray());
        JsonElement turn = Assert.Single(task.GetProperty("attempts")[0].GetProperty("turns").EnumerateArray());
        Assert.Equal(("small", "passed"), (turn.GetProperty("model").GetString(), turn.GetProperty("outcome").GetString()));

        JsonElement totals = (await GetAsync("costs?by=model")).GetProperty("totals");
        Assert.Equal((LargeCost - SmallCost, 1L, 1.0), (totals.GetProperty("savedByRouting").GetDecimal(), totals.GetProperty("judged").GetInt64(), totals.GetProperty("passRate").GetDouble()));
    }

    [Fact]
    public async Task An_escalated_task_pays_both_models_and_the_ledger_shows_it()
    {
        JsonElement task = await RunAsync(expected: 5);

        Assert.Equal(("succeeded", "large", SmallCost + LargeCost), (task.GetProperty("status").GetString(), task.GetProperty("model").GetString(), task.GetProperty("cost").GetDecimal()));
        Assert.Equal(5, task.GetProperty("result").GetProperty("total").GetInt32());
        JsonElement attempt = Assert.Single(task.GetProperty("attempts").EnumerateArray());
        Assert.Equal(["small failed", "large passed"], attempt.GetProperty("turns").EnumerateArray().Select(t => $"{t.GetProperty("model").GetString()} {t.GetProperty("outcome").GetString()}"));

        JsonElement costs = await GetAsync("costs?by=model");
        Assert.Equal(
            ["large 0.030000 1", "small 0.000300 0"],
            costs.GetProperty("rows").EnumerateArray().Select(r => FormattableString.Invariant($"{r.GetProperty("model").GetString()} {r.GetProperty("cost").GetDecimal():0.000000} {r.GetProperty("passRate").GetDouble()}")));

        // The large model alone would have been cheaper.
        Assert.Equal(-SmallCost, costs.GetProperty("totals").GetProperty("savedByRouting").GetDecimal());
    }

    [Fact]
    public async Task A_task_that_no_model_passes_fails_with_its_check_and_pays_all()
    {
        JsonElement task = await RunAsync(expected: 6);

        Assert.Equal(("failed", "check-failed", SmallCost + LargeCost), (
            task.GetProperty("status").GetString(), task.GetProperty("error").GetProperty("code").GetString(), task.GetProperty("cost").GetDecimal()));
        Assert.Equal(0m, (await GetAsync("costs")).GetProperty("totals").GetProperty("savedByRouting").GetDecimal());
    }

    private static string Rule(string model, int total) =>
        $"  - path: \"/v1/chat/completions\"\n    match: \"body.model == '{model}'\"\n    response:\n      status: 200\n      content: '{{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"{{\\\"total\\\":{total}}}\"}},\"finish_reason\":\"stop\"}}],\"usage\":{{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}}}}'\n";

    private Task<JsonElement> GetAsync(string path) => _client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    private async Task<JsonElement> RunAsync(int expected)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "tasks") { Content = JsonContent.Create(new { agent = "sum-up", input = new { text = $"2 + {expected - 2}", expected } }) };
        request.Headers.Add("Prefer", "wait=20");
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
