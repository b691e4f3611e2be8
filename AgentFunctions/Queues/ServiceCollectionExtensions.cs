using AgentFunctions.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Queues;

/// <summary>Registers the queue adapter.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Sends tasks and callbacks through Service Bus; the host registers the clients.</summary>
    public static IServiceCollection AddServiceBusTaskQueue(this IServiceCollection services) =>
        services.AddSingleton<ITaskQueue, ServiceBusTaskQueue>().AddSingleton<IWebhookQueue, ServiceBusWebhookQueue>();
}
