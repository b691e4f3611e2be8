using System.Net;
using System.Net.Sockets;

namespace AgentFunctions.LocalHost.Processes;

/// <summary>Finds loopback ports that nobody listens on and that this process has not handed out before.</summary>
internal static class FreePorts
{
    // Below the ephemeral ranges of Linux (32768) and Windows (49152): an outgoing connection of
    // another process cannot take the port between finding it and listening on it.
    private const int Lowest = 20_000;
    private const int Highest = 32_000;
    private const int Attempts = 200;

    private static readonly Lock Gate = new();
    private static readonly HashSet<int> HandedOut = [];

    /// <summary>The first of <paramref name="count"/> free ports in a row.</summary>
    /// <exception cref="HostStartException">No such row was found.</exception>
    public static int Find(int count = 1)
    {
        lock (Gate)
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var first = Random.Shared.Next(Lowest, Highest - count);
                var row = Enumerable.Range(first, count).ToArray();
                if (row.All(port => !HandedOut.Contains(port) && IsFree(port)))
                {
                    HandedOut.UnionWith(row);
                    return first;
                }
            }
        }

        throw new HostStartException($"No {count} free ports in a row between {Lowest} and {Highest}.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
