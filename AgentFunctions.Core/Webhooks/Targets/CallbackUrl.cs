using System.Net;

namespace AgentFunctions.Webhooks.Targets;

/// <summary>Says which addresses a callback may have, by their text alone.</summary>
/// <remarks>
/// Host names are not looked up here: the answer may be another one by the time the task has ended, so it would protect from nothing,
/// and a slow name server of a stranger would hold up intake. What counts is looked up as the connection is made, see <see cref="GuardedConnections"/>.
/// </remarks>
public static class CallbackUrl
{
    /// <summary>Most characters. Escaped they take up to six times that, and shares a table's text with the metadata.</summary>
    public const int MaxLength = 1024;

    private const int FirstFreePort = 1024;

    private static readonly string[] LocalNames = ["localhost", "local", "internal", "home.arpa", "lan", "intranet"];

    /// <summary>Reads an address.</summary>
    /// <returns>The address, or what is wrong with it and what is allowed.</returns>
    public static (Uri? Url, string? Fault) Read(string text, WebhookOptions options)
    {
        string allowed = options.AllowHttp ? "an https or http address" : "an https address";
        if (text.Length > MaxLength)
        {
            return (null, $"has {text.Length} characters; allowed are {MaxLength}");
        }

        if (text.Any(c => c is <= ' ' or '\\' or (char)127) || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Host.Length == 0)
        {
            return (null, $"is not a valid address; allowed is {allowed}");
        }

        string? fault = url switch
        {
            { Scheme: not "https" } when url.Scheme != Uri.UriSchemeHttp || !options.AllowHttp => $"begins with '{url.Scheme}:'; allowed is {allowed}",
            { UserInfo.Length: > 0 } => "holds a user name or password; allowed is an address without",
            { Fragment.Length: > 0 } => "has a fragment (#), which is never sent; allowed is an address without",
            _ when !IsPort(url.Port) => $"has port {url.Port}; allowed are 80, 443 and {FirstFreePort} to 65535",
            _ when url.AbsoluteUri.Length > MaxLength => $"has {url.AbsoluteUri.Length} characters when escaped; allowed are {MaxLength}",
            _ when !options.AllowPrivateTargets && IsPrivate(url) => "leads to this machine or into a private network; allowed is an address that is public on the internet",
            _ => null,
        };
        return fault is null ? (url, null) : (null, fault);
    }

    private static bool IsPort(int port) => port is 80 or 443 or >= FirstFreePort;

    private static bool IsPrivate(Uri url)
    {
        string host = url.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host, out IPAddress? address)
            ? !PublicAddresses.Contains(address)
            : !host.Contains('.', StringComparison.Ordinal) || LocalNames.Any(name => host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith('.' + name, StringComparison.OrdinalIgnoreCase));
    }
}
