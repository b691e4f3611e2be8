using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.Bench.Peers;

/// <summary>A Redis on the loopback that keeps nothing on disk.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly PeerProcess _process;
    private readonly int _port;

    private RedisServer(PeerProcess process, int port) => (_process, _port) = (process, port);

    public string Port => _port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<RedisServer> StartAsync(string program, CancellationToken cancellationToken)
    {
        int port = FreePorts.Find();
        PeerProcess process = PeerProcess.Start(program, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], Path.GetTempPath());
        RedisServer server = new(process, port);
        while (!await server.ListensAsync(cancellationToken).ConfigureAwait(false))
        {
            await Task.Delay(LookEvery, cancellationToken).ConfigureAwait(false);
        }

        return server;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, _port, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
