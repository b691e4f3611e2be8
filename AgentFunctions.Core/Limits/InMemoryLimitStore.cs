using System.Globalization;

namespace AgentFunctions.Limits;

/// <summary>Limits in the memory of one process.</summary>
public sealed class InMemoryLimitStore : ILimitStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LimitKey, LimitState> _states = [];
    private long _writes;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<LimitState?> FindAsync(LimitKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<LimitState?>(_states.TryGetValue(key, out LimitState state) ? state : null);
        }
    }

    public Task<bool> TryWriteAsync(LimitKey key, string json, string? etag, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if ((_states.TryGetValue(key, out LimitState state) ? state.ETag : null) != etag)
            {
                return Task.FromResult(false);
            }

            _states[key] = new LimitState(json, (++_writes).ToString(CultureInfo.InvariantCulture));
            return Task.FromResult(true);
        }
    }
}
