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
    /// <exception cref="InvalidOperationException">It does not come up.</exception>
    public static async Task<RedisServer> StartAsync(string program, TimeProvider time, CancellationToken cancellationToken)
    {
        int port = FreePorts.Find();
        RedisServer server = new(
            PeerProcess.Start(program, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], Path.GetTempPath()), port);
        try
        {
            await server.WaitUntilUpAsync(time, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task WaitUntilUpAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(LookEvery, time);
        while (!await ListensAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"Redis ended during its start: {await _process.FinishAsync(cancellationToken).ConfigureAwait(false)}");
            }

            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

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
