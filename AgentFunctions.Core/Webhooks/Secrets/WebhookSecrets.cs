using AgentFunctions.Storage.SharedStates;
using AgentFunctions.Tasks;

namespace AgentFunctions.Webhooks.Secrets;

/// <summary>The secrets that a tenant's callbacks are signed with. The first is made when it is needed, further ones by rotation.</summary>
public sealed class WebhookSecrets(IWebhookSecretStore store, TimeProvider time)
{
    private const string Partition = "tenants";

    private readonly StateUpdates _updates = new(store, time);

    /// <summary>What to sign with now, latest first; never empty.</summary>
    public async Task<IReadOnlyList<WebhookSecret>> SigningAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        SecretRing ring = await FindAsync(tenant, cancellationToken).ConfigureAwait(false)
            ?? await ChangeAsync(tenant, found => found ?? new SecretRing(NewSecret(WebhookSecret.Create()), []), cancellationToken).ConfigureAwait(false);
        return [.. ring.SigningAt(time.GetUtcNow()).Select(SecretOf)];
    }

    /// <summary>The tenant's secrets; null when it has none yet.</summary>
    public async Task<SecretRing?> FindAsync(TenantId tenant, CancellationToken cancellationToken) =>
        await store.FindAsync(KeyOf(tenant), cancellationToken).ConfigureAwait(false) is { } found
            ? System.Text.Json.JsonSerializer.Deserialize(found.Json, SecretJson.Default.SecretRing)
            : null;

    /// <summary>Signs with another secret from now on, and with those before it for <paramref name="overlap"/> more.</summary>
    /// <param name="next">Null: a new one.</param>
    public Task<SecretRing> RotateAsync(TenantId tenant, WebhookSecret? next, TimeSpan overlap, CancellationToken cancellationToken)
    {
        StoredSecret secret = NewSecret(next ?? WebhookSecret.Create());
        return ChangeAsync(tenant, found => found?.Rotate(secret, overlap) ?? new SecretRing(secret, []), cancellationToken);
    }

    private async Task<SecretRing> ChangeAsync(TenantId tenant, Func<SecretRing?, SecretRing> change, CancellationToken cancellationToken) =>
        await _updates.ApplyAsync(
            KeyOf(tenant),
            SecretJson.Default.SecretRing,
            found =>
            {
                SecretRing next = change(found);
                return (next, next);
            },
            cancellationToken).ConfigureAwait(false) ?? throw new TimeoutException($"Others changed the webhook secrets of tenant {tenant} each time.");

    private StoredSecret NewSecret(WebhookSecret secret) => new(secret.Reveal(), time.GetUtcNow());

    private static WebhookSecret SecretOf(StoredSecret stored) =>
        WebhookSecret.TryParse(stored.Text, out WebhookSecret? secret) ? secret : throw new InvalidOperationException("A stored webhook secret cannot be read.");

    private static StateKey KeyOf(TenantId tenant) => new(Partition, StateKey.Escape(tenant.Value));
}
