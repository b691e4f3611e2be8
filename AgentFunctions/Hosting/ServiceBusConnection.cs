using AgentFunctions.Queues;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Hosting;

/// <summary>
/// Makes the Service Bus clients from the section that the triggers read: a connection string, or the namespace's address and an identity,
/// chosen just as the triggers choose it.
/// </summary>
internal sealed class ServiceBusConnection(IConfiguration settings, AzureComponentFactory credentials)
{
    // https://learn.microsoft.com/azure/service-bus-messaging/test-locally-with-service-bus-emulator
    private const int EmulatorManagementPort = 5300;

    private string? Text => settings[TaskQueueSettings.Connection];

    private string? Address => settings[$"{TaskQueueSettings.Connection}:fullyQualifiedNamespace"];

    private TokenCredential Credential => credentials.CreateTokenCredential(settings.GetSection(TaskQueueSettings.Connection));

    public ServiceBusClient Messages()
    {
        // Callers wait; what the queue does not take soon is sent by maintenance, or again with its message.
        ServiceBusClientOptions options = new()
        {
            RetryOptions = new ServiceBusRetryOptions { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(500), MaxDelay = TimeSpan.FromSeconds(3), TryTimeout = TimeSpan.FromSeconds(10) },
        };
        return string.IsNullOrEmpty(Text) ? new ServiceBusClient(Address, Credential, options) : new ServiceBusClient(Text, options);
    }

    public ServiceBusAdministrationClient Administration()
    {
        ServiceBusAdministrationClientOptions options = new();
        (options.Retry.MaxRetries, options.Retry.Delay, options.Retry.NetworkTimeout) = (2, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5));
        return string.IsNullOrEmpty(Text) ? new ServiceBusAdministrationClient(Address, Credential, options) : new ServiceBusAdministrationClient(Managed(Text), options);
    }

    // The emulator is managed on a port of its own, which the connection string of its messages does not name.
    private static string Managed(string connection)
    {
        Uri endpoint = ServiceBusConnectionStringProperties.Parse(connection).Endpoint;
        return connection.Contains("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase) && endpoint.Port < 0
            ? connection.Replace($"//{endpoint.Host}", $"//{endpoint.Host}:{EmulatorManagementPort}", StringComparison.OrdinalIgnoreCase)
            : connection;
    }
}
