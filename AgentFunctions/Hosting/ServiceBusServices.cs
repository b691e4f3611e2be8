using AgentFunctions.Startup;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Hosting;

/// <summary>Registers the clients of Service Bus.</summary>
internal static class ServiceBusServices
{
    public static IServiceCollection AddServiceBus(this IServiceCollection services) => services
        .AddSingleton<IStartupRule, ServiceBusRule>()
        .AddSingleton<ServiceBusConnection>()
        .AddSingleton(provider => provider.GetRequiredService<ServiceBusConnection>().Messages())
        .AddSingleton(provider => provider.GetRequiredService<ServiceBusConnection>().Administration());
}
