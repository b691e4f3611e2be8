using System.Net;

namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>An IP address, as a value.</summary>
internal readonly record struct SettingAddress(IPAddress Value)
{
    /// <summary>Null when the text is no address.</summary>
    public static SettingAddress? Of(string text) => IPAddress.TryParse(text, out IPAddress? address) ? new(address) : null;
}
