using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Tests.Limits;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Tests.Telemetry;
using Azure.Identity;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Models;

/// <summary>What the client libraries really send.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly LoopbackModel _server = new();

    [Theory]
    [InlineData("none")]
    [InlineData("low")]
    [InlineData("medium")]
    [InlineData("high")]
    public async Task The_reasoning_effort_of_the_agent_is_sent(string effort)
    {
        JsonElement request = Assert.Single(await SendAsync(Agent($"reasoningEffort: {effort}"), promptCacheKey: false, "x"));

        Assert.Equal(effort, request.GetProperty("reasoning_effort").GetString());
    }

    [Fact]
    public async Task Nothing_that_a_server_might_not_know_is_sent_unless_asked_for()
    {
        JsonElement request = Assert.Single(await SendAsync(Agent(), promptCacheKey: false, "x"));

        Assert.Equal(["max_completion_tokens", "messages", "model", "response_format", "tools"], request.EnumerateObject().Select(p => p.Name).Order().Except(["tool_choice"]));
    }

    [Theory]
    [InlineData(ModelProvider.OpenAI)]
    [InlineData(ModelProvider.AzureOpenAI)]
    public async Task All_tasks_of_an_agent_have_the_same_prompt_cache_key(ModelProvider provider)
    {
        JsonElement[] requests = await SendAsync(Agent(), promptCacheKey: true, provider, "one", "two");

        Assert.All(requests, r => Assert.Equal(Agent().Fingerprint[..32], r.GetProperty("prompt_cache_key").GetString()));
        Assert.NotEqual(Agent().Fingerprint[..32], Agent("reasoningEffort: low").Fingerprint[..32]);
    }

    [Fact]
    public async Task What_tasks_of_an_agent_share_is_sent_byte_by_byte_alike_and_stands_before_what_differs()
    {
        JsonElement[] requests = await SendAsync(Agent("reasoningEffort: low"), promptCacheKey: true, "the first", "the second");

        Assert.All(requests, r => Assert.Equal(["system", "user"], r.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString())));
        Assert.Equal(Shared(requests[0]), Shared(requests[1]));
        Assert.Contains("Sort by kind.", requests[0].GetProperty("messages")[0].GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["zeta", "alpha"], requests[0].GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("function").GetProperty("name").GetString()));
        Assert.Contains("the first", requests[0].GetProperty("messages")[1].GetRawText(), StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    private static string[] Shared(JsonElement request) =>
        [.. request.EnumerateObject().Where(p => p.Name != "messages").Select(p => p.ToString()), request.GetProperty("messages")[0].GetRawText()];

    private static AgentDefinition Agent(string settings = "") => AgentFile.Parse(
        "sort.agent.md",
        $"---\nname: sort\ndescription: Sorts.\nversion: 1\noutput: {{type: object, additionalProperties: false, required: [kind], properties: {{kind: {{type: string}}}}}}\n"
        + $"tools: [{{function: zeta}}, {{function: alpha}}]\n{settings}\n---\nSort by kind.\n\n{{{{input.text}}}}\n");

    private Task<JsonElement[]> SendAsync(AgentDefinition agent, bool promptCacheKey, params string[] texts) => SendAsync(agent, promptCacheKey, ModelProvider.OpenAI, texts);

    private async Task<JsonElement[]> SendAsync(AgentDefinition agent, bool promptCacheKey, ModelProvider provider, params string[] texts)
    {
        ModelDefinition model = new()
        {
            Name = "m",
            Provider = provider,
            Endpoint = _server.Endpoint,
            Deployment = "m",
            ApiKeySetting = "KEY",
            Price = new TokenPrice(2, 1, 10),
            ContextWindow = 10_000,
            PromptCacheKey = promptCacheKey,
        };
        using ChatClients clients = new(new ConfigurationBuilder().AddInMemoryCollection([new("KEY", "secret")]).Build(), new DefaultAzureCredential());
        await using McpConnections connections = new();
        ToolRegistry tools = new([AIFunctionFactory.Create(() => 1, "alpha", "The first."), AIFunctionFactory.Create((string q) => q, "zeta", "The last.")]);
        AgentRunner runner = new(clients, new AgentTools(tools, connections), new TokenCounter(), Gates.Open(), TimeProvider.System);
        foreach (string text in texts)
        {
            _server.WillAnswer("""{"kind":"a"}""");
            AgentOutcome outcome = await runner.RunAsync(
                agent, model, JsonSerializer.Serialize(new { text }), CallScope.Of(SampleTasks.Queued()), budget: null, TestContext.Current.CancellationToken);
            Assert.IsType<AgentOutcome.Answered>(outcome);
        }

        return [.. _server.Bodies.Select(b => JsonElement.Parse(b))];
    }
}
