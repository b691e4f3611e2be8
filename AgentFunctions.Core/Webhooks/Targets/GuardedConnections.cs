using System.Net;
using System.Net.Sockets;

namespace AgentFunctions.Webhooks.Targets;

/// <summary>
/// Makes the connections of callbacks: looks the host up, keeps the addresses that are allowed, and connects to the very address that was looked at, so that
/// a name server that gives another answer the next moment gains nothing.
/// </summary>
public static class GuardedConnections
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);

    // A receiver that moves is found at its new address this soon.
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(2);

    // Kilobytes; of an answer nothing but its status and Retry-After is of use.
    private const int MostHeaders = 16;

    /// <summary>A handler for requests to strangers: no redirects, no proxy, no cookies, no credentials, and no trace of ours told.</summary>
    public static SocketsHttpHandler Handler(WebhookOptions options, HostLookup lookup) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = ConnectWithin,
        PooledConnectionLifetime = KeptFor,
        MaxResponseHeadersLength = MostHeaders,

        // With it, the runtime would make a span that has the whole path, which may hold a token.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancelled) => ConnectAsync(context.DnsEndPoint, options, lookup, cancelled),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, WebhookOptions options, HostLookup lookup, CancellationToken cancellationToken)
    {
        IPAddress[] found = IPAddress.TryParse(target.Host, out IPAddress? literal) ? [literal] : await lookup(target.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. found.Where(address => options.AllowPrivateTargets || PublicAddresses.Contains(address))];
        if (found.Length > 0 && allowed.Length == 0)
        {
            throw new TargetRefusedException();
        }

        SocketException? fault = null;
        foreach (IPAddress address in allowed)
        {
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, target.Port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                fault = e;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw fault ?? new SocketException((int)SocketError.HostNotFound);
    }
}
