namespace AgentFunctions.Agents;

/// <summary>Where an agent's tools come from.</summary>
public abstract record ToolReference
{
    private ToolReference()
    {
    }

    /// <summary>A function of this process, registered in code under that name.</summary>
    public sealed record InProcess(string Name) : ToolReference;

    /// <summary>The tools of an MCP server.</summary>
    /// <param name="Name">Name of the server, for logs and errors.</param>
    /// <param name="Endpoint">How it is reached.</param>
    /// <param name="Allow">Tools the agent may use; empty: all of the server's.</param>
    public sealed record Mcp(string Name, McpEndpoint Endpoint, IReadOnlyList<string> Allow) : ToolReference;
}

/// <summary>How an MCP server is reached. Equal endpoints share one connection.</summary>
public abstract record McpEndpoint
{
    private McpEndpoint()
    {
    }

    /// <summary>A child process that speaks over standard input and output.</summary>
    /// <param name="CommandLine">The command, then its arguments; one a line, so that equality is by content.</param>
    public sealed record Stdio(string CommandLine) : McpEndpoint
    {
        public string Command => CommandLine.Split('\n')[0];

        public IReadOnlyList<string> Arguments => CommandLine.Split('\n')[1..];
    }

    /// <summary>A server over streamable HTTP.</summary>
    public sealed record Http(Uri Url) : McpEndpoint;
}
