using System.Net;

namespace AgentFunctions.Webhooks.Targets;

/// <summary>Finds the addresses of a host name.</summary>
/// <exception cref="System.Net.Sockets.SocketException">There are none, or nobody can be asked.</exception>
public delegate Task<IPAddress[]> HostLookup(string host, CancellationToken cancellationToken);
