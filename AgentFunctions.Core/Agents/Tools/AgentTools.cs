using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;

namespace AgentFunctions.Agents.Tools;

/// <summary>Collects the tools of an agent from this process and from MCP servers.</summary>
public sealed class AgentTools(ToolRegistry registry, McpConnections servers)
{
    /// <exception cref="ToolUnavailableException">An MCP server cannot be reached or lacks a tool the agent is allowed.</exception>
    public async Task<IReadOnlyList<AITool>> ForAsync(AgentDefinition agent, CancellationToken cancellationToken)
    {
        List<AITool> tools = [];
        foreach (ToolReference reference in agent.Tools)
        {
            if (reference is ToolReference.InProcess function)
            {
                tools.Add(registry.Find(function.Name)!);
            }
            else if (reference is ToolReference.Mcp server)
            {
                tools.AddRange(Allowed(server, await servers.ToolsAsync(server, cancellationToken).ConfigureAwait(false)));
            }
        }

        return tools;
    }

    // In an order of their own: a server's may change when it starts anew, and with it the part of the prompt that providers keep.
    private static IEnumerable<AITool> Allowed(ToolReference.Mcp server, IReadOnlyList<McpClientTool> offered)
    {
        string? missing = server.Allow.FirstOrDefault(name => offered.All(t => t.Name != name));
        return missing is null
            ? offered.Where(t => server.Allow.Count == 0 || server.Allow.Contains(t.Name)).OrderBy(t => t.Name, StringComparer.Ordinal)
            : throw new ToolUnavailableException($"MCP server '{server.Name}' has no tool '{missing}'; it has {string.Join(", ", offered.Select(t => t.Name))}.");
    }
}
