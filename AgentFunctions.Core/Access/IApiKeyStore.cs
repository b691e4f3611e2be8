using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Access;

/// <summary>Holds the API keys of one region.</summary>
public interface IApiKeyStore : IStoragePart
{
    Task AddAsync(ApiKey key, CancellationToken cancellationToken);

    Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>All keys, revoked and expired ones too; of all tenants when <paramref name="tenant"/> is null. Newest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(TenantId? tenant, CancellationToken cancellationToken);

    /// <summary>Notes that a key is no longer good.</summary>
    /// <returns>The key as it is then, with the moment of its first revocation; null when there is none.</returns>
    Task<ApiKey?> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken);
}
