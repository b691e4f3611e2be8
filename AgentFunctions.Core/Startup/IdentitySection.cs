using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Startup;

/// <summary>
/// How the identity of a connection is chosen, in the settings that every Azure extension of the Functions host reads: <c>__credential</c> and <c>__clientId</c>.
/// Without them it is the app's own identity, or on a developer's machine the developer's.
/// </summary>
public static class IdentitySection
{
    private const string ManagedIdentity = "managedidentity";

    /// <summary>What is wrong with the choice.</summary>
    public static IEnumerable<string> Faults(IConfigurationSection section)
    {
        string? credential = section["credential"];
        string? client = section["clientId"];
        if (!string.IsNullOrEmpty(credential) && !string.Equals(credential, ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{section.Key}__credential is '{credential}'; allowed is {ManagedIdentity}, or leave it out.";
        }

        if (!string.IsNullOrEmpty(client) && !Guid.TryParse(client, out _))
        {
            yield return $"{section.Key}__clientId is '{client}'; allowed is the client id of a user-assigned identity, a GUID.";
        }

        if (!string.IsNullOrEmpty(client) && string.IsNullOrEmpty(credential))
        {
            yield return $"{section.Key}__credential is missing beside {section.Key}__clientId; allowed is {ManagedIdentity}.";
        }
    }
}
