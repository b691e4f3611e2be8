using AgentFunctions.Http.Regions;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http;

/// <summary>Registers what the HTTP functions answer with.</summary>
public static class ServiceCollectionExtensions
{
    public static IServiceCollection AddTaskViews(this IServiceCollection services) =>
        services.AddHttpForwarder().AddSingleton<TaskViews>().AddSingleton<RegionRelay>().AddSingleton<RegionCalls>();
}
