using System.Globalization;

namespace AgentFunctions.Storage.SharedStates;

/// <summary>Shared states in the memory of one process.</summary>
public abstract class InMemoryStateStore : IStateStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StateKey, SharedState> _states = [];
    private long _writes;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<SharedState?> FindAsync(StateKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<SharedState?>(_states.TryGetValue(key, out SharedState state) ? state : null);
        }
    }

    public Task<bool> TryWriteAsync(StateKey key, string json, string? etag, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if ((_states.TryGetValue(key, out SharedState state) ? state.ETag : null) != etag)
            {
                return Task.FromResult(false);
            }

            _states[key] = new SharedState(json, (++_writes).ToString(CultureInfo.InvariantCulture));
            return Task.FromResult(true);
        }
    }
}
