using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Access;

/// <summary>API keys in Azure Table Storage, table <c>apikeys</c>: a partition a key.</summary>
public sealed class TableApiKeyStore(TableServiceClient service) : IApiKeyStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "apikeys";

    private const string Row = "key";

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public Task AddAsync(ApiKey key, CancellationToken cancellationToken) => _table.AddEntityAsync(EntityOf(key), cancellationToken);

    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await _table.GetEntityIfExistsAsync<TableEntity>(id, Row, cancellationToken: cancellationToken).ConfigureAwait(false);
        return found.HasValue ? KeyOf(found.Value!) : null;
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(TenantId? tenant, CancellationToken cancellationToken)
    {
        string? filter = tenant is { } only ? TableClient.CreateQueryFilter($"Tenant eq {only.Value}") : null;
        List<ApiKey> keys = await _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(KeyOf).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. keys.OrderByDescending(key => key.CreatedAt)];
    }

    public async Task<ApiKey?> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        while (await _table.GetEntityIfExistsAsync<TableEntity>(id, Row, cancellationToken: cancellationToken).ConfigureAwait(false) is { HasValue: true } found)
        {
            ApiKey key = KeyOf(found.Value!);
            if (key.RevokedAt is not null || await TryWriteAsync(key with { RevokedAt = at }, found.Value!.ETag, cancellationToken).ConfigureAwait(false))
            {
                return key with { RevokedAt = key.RevokedAt ?? at };
            }
        }

        return null;
    }

    private async Task<bool> TryWriteAsync(ApiKey key, ETag known, CancellationToken cancellationToken)
    {
        try
        {
            await _table.UpdateEntityAsync(EntityOf(key), known, TableUpdateMode.Replace, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            return false;
        }
    }

    private static TableEntity EntityOf(ApiKey key) => new(key.Id, Row)
    {
        [nameof(ApiKey.Tenant)] = key.Tenant.Value,
        [nameof(ApiKey.Name)] = key.Name,
        [nameof(ApiKey.Roles)] = (int)key.Roles,
        [nameof(ApiKey.SecretHash)] = key.SecretHash,
        [nameof(ApiKey.CreatedAt)] = key.CreatedAt,
        [nameof(ApiKey.ExpiresAt)] = key.ExpiresAt,
        [nameof(ApiKey.RevokedAt)] = key.RevokedAt,
        [nameof(ApiKey.RequestsPerMinute)] = key.RequestsPerMinute,
    };

    private static ApiKey KeyOf(TableEntity entity) => new()
    {
        Id = entity.PartitionKey,
        Tenant = new TenantId(entity.GetString(nameof(ApiKey.Tenant))),
        Name = entity.GetString(nameof(ApiKey.Name)),
        Roles = (Roles)entity.GetInt32(nameof(ApiKey.Roles))!,
        SecretHash = entity.GetString(nameof(ApiKey.SecretHash)),
        CreatedAt = entity.GetDateTimeOffset(nameof(ApiKey.CreatedAt))!.Value,
        ExpiresAt = entity.GetDateTimeOffset(nameof(ApiKey.ExpiresAt)),
        RevokedAt = entity.GetDateTimeOffset(nameof(ApiKey.RevokedAt)),
        RequestsPerMinute = entity.GetInt32(nameof(ApiKey.RequestsPerMinute)),
    };
}
