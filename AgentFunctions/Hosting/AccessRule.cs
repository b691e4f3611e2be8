using AgentFunctions.Access;
using AgentFunctions.Startup;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Hosting;

/// <summary>Keeps an application that everybody can reach from being open to everybody.</summary>
internal sealed class AccessRule(IConfiguration settings, AccessMode access) : IStartupRule
{
    private const string Mode = "AgentFunctions__Access__Mode";

    // Set by the platform while App Service Authentication is on, which alone keeps callers from writing the header that says who they are.
    private const string SignInEnabled = "WEBSITE_AUTH_ENABLED";

    public IEnumerable<string> Faults()
    {
        if (access == AccessMode.Open)
        {
            yield return $"{Mode} is {access}, which is for the local host; allowed are {AccessMode.Keys}, {AccessMode.HostKey}, {AccessMode.Principal}.";
        }

        if (access == AccessMode.Principal && !string.Equals(settings[SignInEnabled], "true", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{Mode} is {access}, and App Service Authentication is off ({SignInEnabled} is '{settings[SignInEnabled]}'): turn it on, or choose {AccessMode.Keys} or {AccessMode.HostKey}.";
        }
    }
}
