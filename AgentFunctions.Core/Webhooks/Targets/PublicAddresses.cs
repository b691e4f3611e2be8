using System.Net;
using System.Net.Sockets;

namespace AgentFunctions.Webhooks.Targets;

/// <summary>Tells addresses on the public internet from all others.</summary>
/// <remarks>
/// The blocks are those that IANA's special-purpose registries say are not globally reachable (iana.org/assignments/iana-ipv4-special-registry and
/// -ipv6-special-registry), multicast, and Azure's wire server. An IPv6 address that holds an IPv4 one is as public as that one.
/// </remarks>
public static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32", // Azure's wire server: learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
    }.Select(IPNetwork.Parse)];

    // Of IPv6 only this block is given out for use on the internet; these parts of it are not.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotPublic6 = [.. new[] { "2001::/23", "2001:db8::/32", "3fff::/20" }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>True when the address is on the public internet.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Contains(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !NotPublic.Any(block => block.Contains(address));
        }

        byte[] bytes = address.GetAddressBytes();
        return address switch
        {
            { ScopeId: not 0 } => false,
            _ when SixToFour.Contains(address) => Contains(new IPAddress(bytes.AsSpan(2, 4))),
            _ when Nat64.Contains(address) => Contains(new IPAddress(bytes.AsSpan(12, 4))),
            _ => GlobalUnicast.Contains(address) && !NotPublic6.Any(block => block.Contains(address)),
        };
    }
}
