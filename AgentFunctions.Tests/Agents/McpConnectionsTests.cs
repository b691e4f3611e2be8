using AgentFunctions.Agents;
using AgentFunctions.Agents.Tools;
using AgentFunctions.LocalHost.Node;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;

namespace AgentFunctions.Tests.Agents;

public sealed class McpConnectionsTests
{
    [Fact]
    public async Task A_server_over_standard_input_and_output_gives_a_tool_that_answers()
    {
        await NodePackages.Locate().InstallAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        await using McpConnections connections = new();
        string script = Repository.PathOf("AgentFunctions.Tests", "Servers", "clock-mcp-server.mjs");

        IReadOnlyList<McpClientTool> tools = await connections.ToolsAsync(
            new ToolReference.Mcp("clock", new McpEndpoint.Stdio($"{NodeCommand.Find("node")}\n{script}"), []), TestContext.Current.CancellationToken);
        object? answer = await Assert.Single(tools).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("year", tools[0].Name);
        Assert.Contains("2027", answer?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_gets_the_tools_of_a_server_in_the_order_of_their_names()
    {
        await NodePackages.Locate().InstallAsync(_ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        await using McpConnections connections = new();
        string script = Repository.PathOf("AgentFunctions.Tests", "Servers", "abacus-mcp-server.mjs");
        AgentDefinition agent = AgentFile.Parse(
            "x.agent.md", $"---\nname: x\ndescription: d\nversion: 1\noutput: {{type: object}}\ntools: [{{mcp: {{name: abacus, command: {NodeCommand.Find("node")}, args: [{script}], allow: [sum, product]}}}}]\n---\nCount.");

        IReadOnlyList<AITool> tools = await new AgentTools(new ToolRegistry([]), connections).ForAsync(agent, TestContext.Current.CancellationToken);

        Assert.Equal(["product", "sum"], tools.Select(t => t.Name));
    }

    [Fact]
    public async Task A_server_that_does_not_start_is_named()
    {
        await using McpConnections connections = new();

        ToolUnavailableException unavailable = await Assert.ThrowsAsync<ToolUnavailableException>(() => connections.ToolsAsync(
            new ToolReference.Mcp("lost", new McpEndpoint.Stdio("no-such-command-anywhere"), []), TestContext.Current.CancellationToken));

        Assert.StartsWith("MCP server 'lost' cannot be reached", unavailable.Message, StringComparison.Ordinal);
    }
}
