using System.Collections.Concurrent;
using AgentFunctions.Tasks;

namespace AgentFunctions.Caching;

/// <summary>Answers in the memory of one process.</summary>
public sealed class InMemoryResultCache(TimeProvider time) : IResultCache
{
    private readonly ConcurrentDictionary<WorkKey, (CachedResult Result, DateTimeOffset Expires)> _results = new();

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CacheLookup> FindAsync(WorkKey key, TimeSpan maxAge, CancellationToken cancellationToken) => Task.FromResult<CacheLookup>(
        !_results.TryGetValue(key, out (CachedResult Result, DateTimeOffset Expires) found) ? new CacheLookup.Miss()
        : found.Result.At + maxAge <= time.GetUtcNow() ? new CacheLookup.Expired()
        : new CacheLookup.Hit(found.Result));

    public Task KeepAsync(WorkKey key, CachedResult result, TimeSpan keepFor, CancellationToken cancellationToken)
    {
        _results.AddOrUpdate(key, (result, result.At + keepFor), (_, old) => old.Result.At > result.At ? old : (result, result.At + keepFor));
        return Task.CompletedTask;
    }

    public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_results.Where(r => r.Value.Expires <= time.GetUtcNow()).Count(r => _results.TryRemove(r)));
}
