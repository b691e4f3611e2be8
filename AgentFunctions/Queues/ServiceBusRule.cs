using AgentFunctions.Startup;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Queues;

/// <summary>Service Bus is a connection string, or a namespace by its address.</summary>
internal sealed class ServiceBusRule(IConfiguration settings) : IStartupRule
{
    private const string Name = TaskQueueSettings.Connection;

    public IEnumerable<string> Faults()
    {
        if (settings[Name] is { Length: > 0 } connection)
        {
            return IsConnection(connection) ? [] : [$"{Name} is no connection string of a Service Bus namespace; copy it from the namespace's shared access policies, or set {Name}__fullyQualifiedNamespace instead."];
        }

        IConfigurationSection section = settings.GetSection(Name);
        return [.. Address(section["fullyQualifiedNamespace"]), .. IdentitySection.Faults(section)];
    }

    private static IEnumerable<string> Address(string? address)
    {
        if (string.IsNullOrEmpty(address))
        {
            yield return $"No Service Bus: set {Name} to a connection string, or {Name}__fullyQualifiedNamespace to the namespace's address, such as NAME.servicebus.windows.net, for access by the app's identity.";
        }
        else if (!address.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(address) != UriHostNameType.Dns)
        {
            yield return $"{Name}__fullyQualifiedNamespace is '{address}'; allowed is a host name without scheme or path, such as NAME.servicebus.windows.net.";
        }
    }

    private static bool IsConnection(string text)
    {
        Dictionary<string, string> parts = new(StringComparer.OrdinalIgnoreCase);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !parts.TryAdd(part[..equals], part[(equals + 1)..]))
            {
                return false;
            }
        }

        bool hasKey = parts.ContainsKey("SharedAccessSignature") || (parts.ContainsKey("SharedAccessKeyName") && parts.ContainsKey("SharedAccessKey"));
        return hasKey && parts.TryGetValue("Endpoint", out string? endpoint) && Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) && uri.Scheme == "sb" && uri.Host.Length > 0;
    }
}
