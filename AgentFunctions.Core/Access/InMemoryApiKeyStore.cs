using System.Collections.Concurrent;
using AgentFunctions.Tasks;

namespace AgentFunctions.Access;

/// <summary>API keys in the memory of one process.</summary>
public sealed class InMemoryApiKeyStore : IApiKeyStore
{
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AddAsync(ApiKey key, CancellationToken cancellationToken) => _keys.TryAdd(key.Id, key)
        ? Task.CompletedTask
        : throw new InvalidOperationException($"There is a key '{key.Id}' already.");

    public Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) => Task.FromResult(_keys.GetValueOrDefault(id));

    public Task<IReadOnlyList<ApiKey>> ListAsync(TenantId? tenant, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ApiKey>>(
        [.. _keys.Values.Where(key => tenant is null || key.Tenant == tenant).OrderByDescending(key => key.CreatedAt)]);

    public Task<ApiKey?> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        while (_keys.TryGetValue(id, out ApiKey? key))
        {
            ApiKey revoked = key with { RevokedAt = key.RevokedAt ?? at };
            if (_keys.TryUpdate(id, revoked, key))
            {
                return Task.FromResult<ApiKey?>(revoked);
            }
        }

        return Task.FromResult<ApiKey?>(null);
    }
}
