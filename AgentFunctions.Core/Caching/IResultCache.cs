using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Caching;

/// <summary>Holds the answers given before, by work key.</summary>
public interface IResultCache : IStoragePart
{
    /// <summary>Looks an answer up that is at most <paramref name="maxAge"/> old.</summary>
    Task<CacheLookup> FindAsync(WorkKey key, TimeSpan maxAge, CancellationToken cancellationToken);

    /// <summary>Keeps an answer in the place of an older or unreadable one. A newer one, which somebody else may have stored meanwhile, stays.</summary>
    /// <param name="keepFor">How long it may be found.</param>
    Task KeepAsync(WorkKey key, CachedResult result, TimeSpan keepFor, CancellationToken cancellationToken);

    /// <summary>Removes what may not be found any more.</summary>
    /// <returns>How many.</returns>
    Task<int> RemoveExpiredAsync(CancellationToken cancellationToken);
}
