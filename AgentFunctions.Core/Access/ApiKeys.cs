using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Regions;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Access;

/// <summary>Makes, checks and revokes API keys. Thread-safe.</summary>
public sealed class ApiKeys(IApiKeyStore store, RegionMap regions, RegionMirrors mirrors, IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>How long a revocation may go unnoticed by an instance.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(30);

    // Ids that do not exist are kept too, or whoever makes them up would have each looked for.
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, (ApiKey? Key, DateTimeOffset ReadAt)> _known = new(StringComparer.Ordinal);

    /// <summary>Creates what the keys are kept in, where it is missing.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => store.PrepareAsync(cancellationToken);

    /// <summary>Finds out who comes with that text.</summary>
    public async Task<KeyOutcome> CheckAsync(string text, CancellationToken cancellationToken)
    {
        if (IsOperator(text))
        {
            return new KeyOutcome.Accepted(Caller.Anybody);
        }

        return ApiKeyText.TryParse(text, out ApiKeyText? given) && await FindAsync(given, cancellationToken).ConfigureAwait(false) is { } key && given.Matches(key)
            ? Judge(key)
            : new KeyOutcome.Unknown();
    }

    /// <summary>Makes a key in this region.</summary>
    /// <returns>What is stored, and the text with the secret, which is not kept.</returns>
    public async Task<(ApiKey Key, ApiKeyText Text)> CreateAsync(ApiKeyRequest request, TenantId tenant, CancellationToken cancellationToken)
    {
        ApiKeyText text = ApiKeyText.Create(regions.Number);
        ApiKey key = new()
        {
            Id = text.Id,
            Tenant = tenant,
            Name = request.Name,
            Roles = request.Roles,
            SecretHash = text.SecretHash,
            CreatedAt = time.GetUtcNow(),
            ExpiresAt = request.ExpiresAt,
            RequestsPerMinute = request.RequestsPerMinute,
        };
        await store.AddAsync(key, cancellationToken).ConfigureAwait(false);
        return (key, text);
    }

    /// <summary>The keys of this region, newest first; of all tenants when <paramref name="tenant"/> is null.</summary>
    public Task<IReadOnlyList<ApiKey>> ListAsync(TenantId? tenant, CancellationToken cancellationToken) => store.ListAsync(tenant, cancellationToken);

    /// <summary>Revokes a key of this region; the same again changes nothing. Other instances notice within <see cref="KnownFor"/>.</summary>
    /// <param name="tenant">The only tenant whose key it may be; null: any.</param>
    /// <returns>The key; null when there is none for that tenant.</returns>
    public async Task<ApiKey?> RevokeAsync(string id, TenantId? tenant, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } key || (tenant is not null && key.Tenant != tenant))
        {
            return null;
        }

        ApiKey? revoked = await store.RevokeAsync(id, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        _known.TryRemove(id, out _);
        return revoked;
    }

    private bool IsOperator(string text) => options.Value.OperatorKey is { Length: > 0 } key
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(text)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private KeyOutcome Judge(ApiKey key) =>
        key.RevokedAt is not null ? new KeyOutcome.Revoked(key)
        : key.ExpiresAt <= time.GetUtcNow() ? new KeyOutcome.Expired(key)
        : new KeyOutcome.Accepted(new Caller(key.Tenant, key.Roles, IsOperator: false, key));

    private async Task<ApiKey?> FindAsync(ApiKeyText text, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_known.TryGetValue(text.Id, out (ApiKey? Key, DateTimeOffset ReadAt) known) && now - known.ReadAt < KnownFor)
        {
            return known.Key;
        }

        ApiKey? found = text.Region == regions.Number ? await store.FindAsync(text.Id, cancellationToken).ConfigureAwait(false)
            : text.Region < regions.All.Count ? await mirrors.Of(regions.All[text.Region]).FindKeyAsync(text.Id, cancellationToken).ConfigureAwait(false)
            : null;
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[text.Id] = (found, now);
        return found;
    }
}
