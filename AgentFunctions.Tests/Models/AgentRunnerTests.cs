using AgentFunctions.Agents;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Limits;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Identity;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Models;

/// <summary>Agents on a model behind real HTTP, an OpenAI-compatible server that others wrote.</summary>
public sealed class AgentRunnerTests
{
    private const string Agent = """
        ---
        name: sort
        description: Sorts.
        version: 1
        output: {type: object, additionalProperties: false, required: [kind], properties: {kind: {type: string, enum: [a, b]}}}
        TOOLS
        ---
        Sort.

        {{input.text}}
        """;

    [Fact]
    public async Task A_valid_answer_comes_back_with_the_tokens_that_the_provider_counted_and_their_price()
    {
        await using MockLlmServer server = await StartAsync(Reply("{\\\"kind\\\":\\\"a\\\"}", usage: true));

        AgentOutcome outcome = await RunAsync(server);

        Assert.Equal("""{"kind":"a"}""", Assert.IsType<AgentOutcome.Answered>(outcome).Json);
        Assert.Equal(new TokenUsage(100, 0, 20, Estimated: false), outcome.Use.Usage);
        Assert.Equal(Usd.FromMicros((100 * 2) + (20 * 10)), outcome.Use.Cost);
    }

    [Fact]
    public async Task Tokens_are_counted_here_when_the_provider_counts_none()
    {
        await using MockLlmServer server = await StartAsync(Reply("{\\\"kind\\\":\\\"b\\\"}", usage: false));

        AgentOutcome outcome = await RunAsync(server);

        Assert.True(outcome.Use.Usage is { Estimated: true, Input: > 0, Output: > 0 });
    }

    [Fact]
    public async Task An_invalid_answer_is_asked_for_once_more_and_then_fails_with_its_reason()
    {
        await using MockLlmServer server = await StartAsync(Reply("{\\\"kind\\\":\\\"c\\\"}", usage: true));

        AgentOutcome.Failed failed = Assert.IsType<AgentOutcome.Failed>(await RunAsync(server));

        Assert.Equal(2, server.ChatRequests);
        Assert.Equal((TaskError.InvalidOutput, false), (failed.Fault.Error.Code, failed.Fault.Transient));
        Assert.Contains("#/kind", failed.Fault.Error.Message, StringComparison.Ordinal);
        Assert.Equal(200, failed.Use.Usage.Input);
    }

    [Theory]
    [InlineData(429, TaskError.ModelUnavailable, true)]
    [InlineData(500, TaskError.ModelUnavailable, true)]
    [InlineData(401, TaskError.ModelRejected, false)]
    public async Task A_refusing_provider_is_asked_once_and_its_fault_is_classified(int status, string code, bool transient)
    {
        await using MockLlmServer server = await StartAsync($"      status: {status}\n      content: '{{\"error\":{{\"message\":\"no\"}}}}'");

        AgentOutcome.Failed failed = Assert.IsType<AgentOutcome.Failed>(await RunAsync(server));

        Assert.Equal(1, server.ChatRequests);
        Assert.Equal((code, transient), (failed.Fault.Error.Code, failed.Fault.Transient));
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_worth_another_try()
    {
        MockLlmServer server = await StartAsync(Reply("{}", usage: false));
        await server.DisposeAsync();

        Assert.True(Assert.IsType<AgentOutcome.Failed>(await RunAsync(server)).Fault.Transient);
    }

    [Fact]
    public async Task A_call_that_could_cost_more_than_the_task_may_is_not_made()
    {
        await using MockLlmServer server = await StartAsync(Reply("{}", usage: false));

        AgentOutcome.Failed failed = Assert.IsType<AgentOutcome.Failed>(await RunAsync(server, budget: Usd.FromMicros(100)));

        Assert.Equal((0, TaskError.MaxCost), (server.ChatRequests, failed.Fault.Error.Code));
    }

    [Fact]
    public async Task An_mcp_server_over_http_gives_its_tools_and_a_missing_one_is_named()
    {
        await using MockLlmServer server = await StartAsync(Reply("{\\\"kind\\\":\\\"a\\\"}", usage: true));
        Uri mcp = new(server.BaseAddress, "/mcp");

        Assert.IsType<AgentOutcome.Answered>(await RunAsync(server, tools: $"tools: [{{mcp: {{name: mock, url: \"{mcp}\"}}}}]"));
        AgentOutcome.Failed failed = Assert.IsType<AgentOutcome.Failed>(await RunAsync(server, tools: $"tools: [{{mcp: {{name: mock, url: \"{mcp}\", allow: [nope]}}}}]"));

        Assert.Equal(TaskError.ToolUnavailable, failed.Fault.Error.Code);
        Assert.Contains("'mock' has no tool 'nope'", failed.Fault.Error.Message, StringComparison.Ordinal);
    }

    private static string Reply(string content, bool usage) =>
        "      status: 200\n      content: '{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
        + content + "\"},\"finish_reason\":\"stop\"}]" + (usage ? ",\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}" : string.Empty) + "}'";

    private static Task<MockLlmServer> StartAsync(string response) =>
        MockLlmServer.StartAsync($"rules:\n  - path: \"/v1/chat/completions\"\n    match: \"@\"\n    response:\n{response}\n", TestContext.Current.CancellationToken);

    private static async Task<AgentOutcome> RunAsync(MockLlmServer server, Usd? budget = null, string tools = "maxToolTurns: 3")
    {
        ModelDefinition model = new()
        {
            Name = "m",
            Provider = ModelProvider.OpenAI,
            Endpoint = server.BaseAddress,
            Deployment = "m",
            Price = new TokenPrice(2, 1, 10),
            ContextWindow = 10_000,
        };
        using ChatClients clients = new(new ConfigurationBuilder().Build(), new DefaultAzureCredential());
        await using McpConnections connections = new();
        AgentRunner runner = new(clients, new AgentTools(new ToolRegistry([]), connections), new TokenCounter(), Gates.Open(), TimeProvider.System);
        AgentDefinition agent = AgentFile.Parse("sort.agent.md", Agent.Replace("TOOLS", tools, StringComparison.Ordinal));
        return await runner.RunAsync(agent, model, """{"text":"x"}""", CallScope.Of(SampleTasks.Queued()), budget, TestContext.Current.CancellationToken);
    }
}
