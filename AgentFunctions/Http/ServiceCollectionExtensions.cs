using AgentFunctions.Access;
using AgentFunctions.Http.Access;
using AgentFunctions.Http.Events;
using AgentFunctions.Http.Lists;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Regions;
using AgentFunctions.Http.Webhooks;
using AgentFunctions.Webhooks.Delivery;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http;

/// <summary>Registers what the HTTP functions answer with.</summary>
public static class ServiceCollectionExtensions
{
    /// <param name="access">How callers say who they are.</param>
    public static IServiceCollection AddHttpApi(this IServiceCollection services, AccessMode access) => services
        .AddHttpForwarder().AddSingleton<TaskViews>().AddSingleton<RegionRelay>().AddSingleton<TaskReaders>().AddSingleton<RegionCalls>().AddSingleton<EventStreams>()
        .AddSingleton<ICallbackBody, CallbackBody>()
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ServedDescription>(provider, access))
        .AddSingleton<ApiGate>().AddSingleton<ApiCalls>().AddSingleton<TaskLists>()
        .AddSingleton<ICallers>(provider => access switch
        {
            AccessMode.Keys => ActivatorUtilities.CreateInstance<KeyCallers>(provider),
            AccessMode.Principal => ActivatorUtilities.CreateInstance<PrincipalCallers>(provider),
            _ => new OpenCallers(),
        });
}
