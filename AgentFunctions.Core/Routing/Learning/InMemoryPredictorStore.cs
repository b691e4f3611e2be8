using System.Globalization;

namespace AgentFunctions.Routing.Learning;

/// <summary>Predictors in the memory of one process.</summary>
public sealed class InMemoryPredictorStore : IPredictorStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredPredictor> _predictors = new(StringComparer.Ordinal);
    private long _writes;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<StoredPredictor?> FindAsync(string agent, string? knownETag, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_predictors.GetValueOrDefault(agent) is { } found && found.ETag != knownETag ? found : null);
        }
    }

    public Task<string?> TryWriteAsync(string agent, BinaryData bytes, string? etag, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_predictors.GetValueOrDefault(agent)?.ETag != etag)
            {
                return Task.FromResult<string?>(null);
            }

            string next = (++_writes).ToString(CultureInfo.InvariantCulture);
            _predictors[agent] = new StoredPredictor(bytes, next);
            return Task.FromResult<string?>(next);
        }
    }
}
