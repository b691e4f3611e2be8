using System.Collections.Concurrent;
using ModelContextProtocol.Client;

namespace AgentFunctions.Agents.Tools;

/// <summary>One connection an MCP server, opened on first use, shared by all tasks of this process, and opened anew after a failure.</summary>
public sealed class McpConnections : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<McpEndpoint, Lazy<Task<McpConnection>>> _open = new();

    /// <summary>The tools that a server offers.</summary>
    /// <exception cref="ToolUnavailableException">The server cannot be reached.</exception>
    public async Task<IReadOnlyList<McpClientTool>> ToolsAsync(ToolReference.Mcp server, CancellationToken cancellationToken)
    {
        // Not cancelled with one task, since others share the connection that is being opened.
        Lazy<Task<McpConnection>> opening = _open.GetOrAdd(server.Endpoint, endpoint => new(() => OpenAsync(server.Name, endpoint)));
        try
        {
            McpConnection connection = await opening.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!connection.Client.Completion.IsCompleted)
            {
                return connection.Tools;
            }

            await connection.Client.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _open.TryRemove(new(server.Endpoint, opening));
            throw new ToolUnavailableException($"MCP server '{server.Name}' cannot be reached: {e.Message}", e);
        }

        _open.TryRemove(new(server.Endpoint, opening));
        return await ToolsAsync(server, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<McpConnection>> opening in _open.Values.Where(o => o is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            McpConnection connection = await opening.Value.ConfigureAwait(false);
            await connection.Client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<McpConnection> OpenAsync(string name, McpEndpoint endpoint)
    {
        using CancellationTokenSource timeout = new(ConnectTimeout);
        McpClient client = await McpClient.CreateAsync(Transport(name, endpoint), cancellationToken: timeout.Token).ConfigureAwait(false);
        IList<McpClientTool> tools = await client.ListToolsAsync(cancellationToken: timeout.Token).ConfigureAwait(false);
        return new McpConnection(client, [.. tools]);
    }

    private static IClientTransport Transport(string name, McpEndpoint endpoint) => endpoint switch
    {
        McpEndpoint.Stdio stdio => new StdioClientTransport(new StdioClientTransportOptions { Name = name, Command = stdio.Command, Arguments = [.. stdio.Arguments] }),
        McpEndpoint.Http http => new HttpClientTransport(new HttpClientTransportOptions { Name = name, Endpoint = http.Url }),
        _ => throw new InvalidOperationException($"An MCP server cannot be reached by {endpoint}."),
    };

    private sealed record McpConnection(McpClient Client, IReadOnlyList<McpClientTool> Tools);
}
