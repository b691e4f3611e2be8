using AgentFunctions.Limits;
using AgentFunctions.Storage.SharedStates;

namespace AgentFunctions.Tests.Limits.Fleet;

/// <summary>A store in memory whose writers meet: one that writes shortly after another often finds that it was too late.</summary>
internal sealed class ContendedStore(Random random, TimeProvider time) : ILimitStore
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(15);

    private readonly InMemoryLimitStore _inner = new();
    private DateTimeOffset _written;

    public long Reads { get; private set; }

    public long Writes { get; private set; }

    public long Conflicts { get; private set; }

    public Task PrepareAsync(CancellationToken cancellationToken) => _inner.PrepareAsync(cancellationToken);

    public Task<SharedState?> FindAsync(StateKey key, CancellationToken cancellationToken)
    {
        Reads++;
        return _inner.FindAsync(key, cancellationToken);
    }

    public Task<bool> TryWriteAsync(StateKey key, string json, string? etag, CancellationToken cancellationToken)
    {
        Writes++;
        if (time.GetUtcNow() - _written < RoundTrip && random.NextDouble() < 0.7)
        {
            Conflicts++;
            return Task.FromResult(false);
        }

        _written = time.GetUtcNow();
        return _inner.TryWriteAsync(key, json, etag, cancellationToken);
    }
}
