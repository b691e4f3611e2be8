using AgentFunctions.Queues;
using AgentFunctions.Startup;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Hosting;

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
        try
        {
            return ServiceBusConnectionStringProperties.Parse(text).Endpoint is not null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
