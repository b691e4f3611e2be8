using System.Collections.Concurrent;
using AgentFunctions.Models;
using AgentFunctions.Storage.SharedStates;

namespace AgentFunctions.Limits.Providers;

/// <summary>The gates of this instance, one a model.</summary>
internal sealed class ProviderLimits(StateUpdates updates, TimeProvider time, Func<double> jitter)
{
    private readonly string _instance = Guid.NewGuid().ToString("n")[..12];
    private readonly ConcurrentDictionary<string, ModelGate> _gates = new(StringComparer.Ordinal);

    /// <summary>The gate of a model; null for one that nobody limits.</summary>
    public ModelGate? Find(ModelDefinition model) => model.Provider == ModelProvider.Offline && !RateLimits.IsConfigured(model)
        ? null
        : _gates.GetOrAdd(model.Name, _ => new ModelGate(model, _instance, updates, time, jitter));
}
