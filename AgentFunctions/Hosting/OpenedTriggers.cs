using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Hosting;

/// <summary>
/// Tells the Functions host to let every caller through to the HTTP functions. The attributes ask for a key of the host, so that an application that was not set up is
/// closed; one that asks for its own keys, or for a sign-in, needs no second key.
/// </summary>
internal sealed class OpenedTriggers(IFunctionMetadataProvider inner) : IFunctionMetadataProvider
{
    public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
    {
        ImmutableArray<IFunctionMetadata> functions = await inner.GetFunctionMetadataAsync(directory);
        foreach (IList<string> bindings in functions.Select(function => function.RawBindings).OfType<IList<string>>())
        {
            for (int i = 0; i < bindings.Count; i++)
            {
                bindings[i] = Opened(bindings[i]);
            }
        }

        return functions;
    }

    private static string Opened(string binding)
    {
        JsonNode json = JsonNode.Parse(binding)!;
        if ((string?)json["type"] != "httpTrigger")
        {
            return binding;
        }

        json["authLevel"] = "Anonymous";
        return json.ToJsonString();
    }
}

/// <summary>Registers it.</summary>
internal static class OpenedTriggersServices
{
    /// <summary>Puts <see cref="OpenedTriggers"/> before whatever lists the functions.</summary>
    public static void OpenTriggers(this IServiceCollection services)
    {
        ServiceDescriptor lister = services.Last(service => service.ServiceType == typeof(IFunctionMetadataProvider));
        services.Remove(lister);
        services.AddSingleton<IFunctionMetadataProvider>(provider => new OpenedTriggers((IFunctionMetadataProvider)(
            lister.ImplementationInstance ?? lister.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, lister.ImplementationType!))));
    }
}
